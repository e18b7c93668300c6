using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class DidWebTests
{
    private const string Did = "did:web:example.com";
    private const string X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    private const string Multibase = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json")]
    [InlineData("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json")]
    [InlineData("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json")]
    [InlineData("did:web:localhost%3a8443", "https://localhost:8443/.well-known/did.json")]
    [InlineData("did:web:", null)]
    [InlineData("did:web:example.com:", null)]
    [InlineData("did:web:example.com::user", null)]
    [InlineData("did:web:example.com:..:user", null)]
    [InlineData("did:web:example.com:%2e%2e:user", null)]
    [InlineData("did:web:example.com:%zz", null)]
    [InlineData("did:web:example.com%2Fuser", null)]
    [InlineData("did:web:example.com/user", null)]
    [InlineData("did:web:example.com?x", null)]
    [InlineData("did:web:example.com#key", null)]
    [InlineData("did:web:user@example.com", null)]
    [InlineData("did:web:Example.com", null)]
    [InlineData("did:web:example.com%3A443", null)]
    [InlineData("did:web:example.com%3A99999", null)]
    [InlineData("did:web:127.0.0.1", null)]
    [InlineData("did:web:2130706433", null)]
    [InlineData("did:web:%5B%3A%3A1%5D", null)]
    [InlineData("did:web:exämple.com", null)]
    [InlineData("did:key:z6Mk", null)]
    [InlineData("", null)]
    public void Knows_where_the_document_is(string did, string? url) => Assert.Equal(url, DidWeb.DocumentUrl(did)?.AbsoluteUri);

    [Theory]
    [InlineData($$"""{"id":"{{Did}}#k","type":"JsonWebKey2020","controller":"{{Did}}","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"{{X}}"} }""")]
    [InlineData($$"""{"id":"{{Did}}#k","type":"JsonWebKey","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","kid":"another","x":"{{X}}"} }""")]
    [InlineData($$"""{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}","expires":"2026-01-01T00:00:01Z"}""")]
    public void Reads_a_key_in_each_of_its_forms(string method)
    {
        foreach (var document in (string[])[
            $$"""{"id":"{{Did}}","verificationMethod":[{{method}}],"assertionMethod":["{{Did}}#k"]}""",
            $$"""{"id":"{{Did}}","verificationMethod":[{{method}}],"assertionMethod":["#k"]}""",
            $$"""{"id":"{{Did}}","assertionMethod":[{{method}}]}"""])
        {
            var reading = Read(document);

            Assert.True(reading.IsValid);
            Assert.Empty(reading.Faults);
            var key = Assert.Single(reading.Keys.Keys);
            Assert.Equal(($"{Did}#k", "Ed25519"), (key.KeyId, key.Curve));
        }
    }

    [Theory]
    [InlineData("""{"id":"#k","type":"Multikey"}""", TokenFaultKind.MemberValueWrong)]
    [InlineData("""{"id":"#k","type":"Multikey","publicKeyMultibase":7}""", TokenFaultKind.MemberValueWrong)]
    [InlineData("""{"id":"#k","type":"JsonWebKey"}""", TokenFaultKind.MemberMissing)]
    [InlineData("""{"id":"#k","type":"JsonWebKey","publicKeyJwk":7}""", TokenFaultKind.JsonNotAnObject)]
    [InlineData($$"""{"id":"#k","type":"JsonWebKey","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"{{X}}","d":"{{X}}"} }""", TokenFaultKind.PrivateKeyPublished)]
    [InlineData($$"""{"id":"#k","type":"JsonWebKey","publicKeyJwk":{"kty":"oct","k":"{{X}}"} }""", TokenFaultKind.PrivateKeyPublished)]
    [InlineData($$"""{"id":"#k","type":"Ed25519VerificationKey2018","publicKeyBase58":"{{X}}"}""", TokenFaultKind.KeyTypeUnknown)]
    [InlineData("""{"id":"#k"}""", TokenFaultKind.KeyTypeUnknown)]
    [InlineData("""{"id":"did:web:another.example#k","type":"Multikey"}""", TokenFaultKind.MemberValueWrong)]
    [InlineData($$"""{"id":"{{Did}}","type":"Multikey"}""", TokenFaultKind.MemberValueWrong)]
    [InlineData($$"""{"id":"{{Did}}#","type":"Multikey"}""", TokenFaultKind.MemberValueWrong)]
    [InlineData("{}", TokenFaultKind.MemberValueWrong)]
    [InlineData("7", TokenFaultKind.MemberValueWrong)]
    [InlineData("\"#missing\"", TokenFaultKind.MemberMissing)]
    [InlineData("\"did:web:another.example#k\"", TokenFaultKind.MemberValueWrong)]
    [InlineData($$"""{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}","revoked":"2025-12-31T00:00:00Z"}""", TokenFaultKind.KeyNotForSignatures)]
    [InlineData($$"""{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}","expires":"2026-01-01T00:00:00Z"}""", TokenFaultKind.KeyNotForSignatures)]
    [InlineData($$"""{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}","expires":"soon"}""", TokenFaultKind.KeyNotForSignatures)]
    [InlineData($$"""{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}","revoked":true}""", TokenFaultKind.KeyNotForSignatures)]
    public void Leaves_out_what_is_no_key_and_says_why(string method, TokenFaultKind kind)
    {
        var reading = Read($$"""{"id":"{{Did}}","assertionMethod":[{{method}}]}""");

        Assert.True(reading.IsValid);
        Assert.Empty(reading.Keys.Keys);
        Assert.Equal(kind, Assert.Single(reading.Faults).Fault.Kind);
    }

    [Fact]
    public void A_key_knows_the_first_of_its_ends_and_a_set_that_of_its_keys()
    {
        const string method = $$"""{"type":"Multikey","publicKeyMultibase":"{{Multibase}}","id":""";
        var keys = Read($$"""
            {"id":"{{Did}}","assertionMethod":[{{method}}"#a"},{{method}}"#b","expires":"2026-01-01T00:00:02Z"},
                {{method}}"#c","revoked":"2026-01-01T00:00:01Z","expires":"2026-01-01T00:00:03Z"}]}
            """).Keys;

        Assert.Equal([null, 2, 1], keys.Keys.Select(key => (key.Ends - Now)?.TotalSeconds));
        Assert.Equal(Now.AddSeconds(1), keys.Ends);
        Assert.Same(keys, keys.At(Now));
        Assert.Equal(["#a", "#b"], keys.At(Now.AddSeconds(1)).Keys.Select(key => key.KeyId![Did.Length..]));
        Assert.Equal(["#a"], keys.At(Now.AddSeconds(9)).Keys.Select(key => key.KeyId![Did.Length..]));
        Assert.Null(keys.At(Now.AddSeconds(9)).Ends);
    }

    [Fact]
    public void Takes_no_key_that_is_not_for_assertions() =>
        Assert.Empty(Read($$"""{"id":"{{Did}}","verificationMethod":[{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}"}],"authentication":["#k"],"assertionMethod":[]}""").Keys.Keys);

    [Theory] // DID Core §4: all but the id is optional
    [InlineData("""{"id":"did:web:example.com"}""")]
    [InlineData($$"""{"id":"did:web:example.com","verificationMethod":[{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}"}]}""")]
    public void A_document_that_names_no_key_for_assertions_has_none(string document)
    {
        var reading = Read(document);

        Assert.True(reading.IsValid);
        Assert.Empty(reading.Keys.Keys);
        Assert.Equal(TokenFaultKind.MemberMissing, Assert.Single(reading.Faults).Fault.Kind);
    }

    [Fact]
    public void Takes_neither_of_two_methods_with_one_name() =>
        Assert.Empty(Read($$"""
            {"id":"{{Did}}","assertionMethod":["#k"],"verificationMethod":[
                {"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}"},{"id":"{{Did}}#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}"}]}
            """).Keys.Keys);

    [Theory]
    [InlineData("{}", TokenFaultKind.MemberValueWrong)]
    [InlineData("""{"id":"did:web:another.example","assertionMethod":[]}""", TokenFaultKind.MemberValueWrong)]
    [InlineData("""{"id":"did:web:Example.com","assertionMethod":[]}""", TokenFaultKind.MemberValueWrong)]
    [InlineData("""{"id":"did:web:example.com","assertionMethod":"#k"}""", TokenFaultKind.MemberTypeWrong)]
    [InlineData("""{"id":"did:web:example.com","id":"did:web:example.com"}""", TokenFaultKind.JsonDuplicateMember)]
    public void Refuses_a_document_that_is_not_the_issuers(string document, TokenFaultKind kind)
    {
        var reading = Read(document);

        Assert.False(reading.IsValid);
        Assert.Equal(kind, Assert.Single(reading.Faults).Fault.Kind);
    }

    [Fact]
    public void Reads_as_many_keys_as_of_a_set()
    {
        var many = string.Join(',', Enumerable.Repeat($$"""{"id":"#k","type":"Multikey","publicKeyMultibase":"{{Multibase}}"}""", JwkReader.MaxKeys + 1));

        var reading = Read($$"""{"id":"{{Did}}","assertionMethod":[{{many}}]}""");

        Assert.Equal(JwkReader.MaxKeys, reading.Keys.Keys.Length);
        Assert.Equal(TokenFaultKind.KeySetTooLarge, Assert.Single(reading.Faults).Fault.Kind);
    }

    private static JwkSetReading Read(string document) => DidDocumentReader.Read(Encoding.UTF8.GetBytes(document), Did, Now);
}
