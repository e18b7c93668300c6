using System.Text;
using Countersign.Tokens.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens;

/// <summary>Whatever an issuer publishes or a file holds: no exception.</summary>
public sealed class IssuerTextPropertyTests
{
    private const string Did = "did:web:example.com";

    private static readonly string[] Texts =
    [
        $$"""
        {"id":"{{Did}}","assertionMethod":["#k",{"id":"#m","type":"Multikey","expires":"2030-01-01","publicKeyMultibase":"zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"}],
        "verificationMethod":[{"id":"{{Did}}#k","type":"JsonWebKey","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"} }]}
        """,
        """{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/keys"}""",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n",
        "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
        "did:web:example.com%3A8443:user",
    ];

    private static readonly Gen<string> Mutated =
        from text in Gen.Elements(Texts)
        from at in Gen.Choose(0, text.Length - 1)
        from length in Gen.Choose(0, 3)
        from insert in Gen.Elements("\"", "{", "}", "[", "]", ":", ",", "#", "z", "1", "A", "=", "-----", "null", "7", "é", "\n", "\0", "").ListOf()
        select string.Concat(text.AsSpan(0, at), string.Concat(insert.Take(2)), text.AsSpan(Math.Min(text.Length, at + length)));

    [Fact]
    public void No_changed_text_makes_a_reader_throw() => Prop.ForAll(Mutated.ToArbitrary(), text => ReadAll(text, Encoding.UTF8.GetBytes(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void No_octets_make_a_reader_throw() => Prop.ForAll<byte[]>(octets =>
    {
        ReadAll(Encoding.Latin1.GetString(octets), octets);

        // Behind the beginning that a reader looks for.
        var text = Convert.ToBase64String(octets);
        ReadAll("did:key:z" + text, Encoding.ASCII.GetBytes($"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----"));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static void ReadAll(string text, byte[] octets)
    {
        Assert.True(DidKey.Read(text, out var fault) is null == fault is not null);
        Assert.True(DidWeb.DocumentUrl(text) is not { } url || url.Scheme == "https" && url.UserInfo.Length == 0);
        Assert.True(IssuerMetadata.Read(octets, out fault) is null == fault is not null);
        foreach (var reading in (JwkSetReading[])[DidDocumentReader.Read(octets, Did, DateTimeOffset.UnixEpoch), PemKeyReader.Read(octets)])
            Assert.True(reading.IsValid || !reading.Faults.IsEmpty && reading.Keys.Keys.IsEmpty);
    }
}
