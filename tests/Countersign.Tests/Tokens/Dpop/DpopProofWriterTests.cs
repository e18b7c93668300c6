using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Dpop;
using Countersign.TestKit;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens.Dpop;

/// <summary>The proofs of a client are taken by the servers of this system, and say nothing that they need not.</summary>
public sealed class DpopProofWriterTests
{
    private static readonly SigningKey[] Keys = [.. JwsAlgorithm.All.Where(algorithm => !algorithm.IsSymmetric).Select(algorithm => SigningKey.Create(algorithm))];

    private static readonly Gen<string> Piece = Gen.Elements("a", "B", "/", "%2F", "%41", "%7e", "~", ".", "..", "/./", "/../", "ä", "%", "%2", " ", ";", "@", ":", "*", "'", "+", "\\", "{", "|");

    private static readonly Gen<string> Target =
        from scheme in Gen.Elements("http", "https")
        from authority in Gen.Elements("api.example.com", "API.example.com:8443", "x:80", "x:443", "[2001:DB8::1]", "[::1]:81", "bücher.example", "anna:secret@x")
        from path in Piece.ListOf().Select(string.Concat)
        from rest in Gen.Elements("", "?", "?q=/..#x", "#top")
        select $"{scheme}://{authority}/{path}{rest}";

    private static readonly JsonElement Vector = Vectors.Load("dpop.json");

    public static TheoryData<string> Examples => [.. Vector.GetProperty("rfc_examples").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    [Fact]
    public void Every_proof_holds_for_its_request_as_the_server_sees_it() => Prop.ForAll(
        (from target in Target from key in Gen.Elements(Keys) from method in Gen.Elements("GET", "POST", "M-SEARCH", "get") select (target, key, method)).ToArbitrary(),
        one =>
        {
            var target = new Uri(one.target);
            var text = new DpopProofWriter(one.key).Write(one.method, target, DpopStage.Now, DpopStage.AccessToken, "n.1-~");

            // What the framework makes of the address: the Host field and the request target.
            var host = target.HostNameType == UriHostNameType.IPv6 ? target.Host : target.IdnHost;
            var request = new DpopRequest(one.method, target.Scheme, target.IsDefaultPort ? host : $"{host}:{target.Port}", target.PathAndQuery);
            var reading = DpopStage.Reader.Read(text, request, DpopStage.AccessToken, DpopStage.Now);

            Assert.Equal([], reading.Failed);
            Assert.Equal((one.key.Verifier.Thumbprint, DpopStage.Now, "n.1-~"), (reading.Proof!.Thumbprint, reading.Proof.IssuedAt, reading.Proof.Nonce));
            Assert.Equal(Base64Url.GetEncodedLength(16), reading.Proof.Id.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory, MemberData(nameof(Examples))]
    public void Says_what_the_examples_of_the_RFC_say(string id)
    {
        var example = Vector.GetProperty("rfc_examples").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        var claims = example.GetProperty("claims");
        var request = example.GetProperty("request");

        var (header, made) = Parts(new DpopProofWriter(DpopStage.Key).Write(
            request.GetProperty("method").GetString()!,
            new(request.GetProperty("url").GetString()!),
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("iat").GetInt64()),
            example.GetProperty("access_token").GetString()));

        made["jti"] = claims.GetProperty("jti").GetString();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(claims.GetRawText()), made), made.ToJsonString());
        Assert.Equal(["alg", "jwk", "typ"], header.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["crv", "kty", "x", "y"], header["jwk"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("ES256", "dpop+jwt"), ((string?)header["alg"], (string?)header["typ"]));
    }

    [Theory]
    [InlineData("https://API.example.com:443/v1/items?page=2#x", "https://api.example.com/v1/items")]
    [InlineData("https://api.example.com", "https://api.example.com/")]
    [InlineData("https://anna:secret@api.example.com/", "https://api.example.com/")]
    [InlineData("https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4%20b")]
    [InlineData("http://[::1]:8080/a%2Fb", "http://[::1]:8080/a%2Fb")]
    public void The_address_stands_as_on_the_wire_without_what_is_not_to_be_in_it(string target, string htu) =>
        Assert.Equal(htu, (string?)Parts(new DpopProofWriter(DpopStage.Key).Write("GET", new(target), DpopStage.Now)).Claims["htu"]);

    [Fact]
    public void No_two_proofs_are_alike()
    {
        var writer = new DpopProofWriter(DpopStage.Key);

        var ids = Enumerable.Range(0, 1000).Select(_ => (string?)Parts(writer.Write("GET", new("https://a/"), DpopStage.Now)).Claims["jti"]);

        Assert.Equal(1000, ids.Distinct().Count());
    }

    [Fact]
    public void A_secret_makes_no_proofs() => Assert.Throws<ArgumentException>(() => new DpopProofWriter(TokenStage.Hs256));

    [Fact]
    public void Nothing_but_a_web_address_has_proofs()
    {
        var writer = new DpopProofWriter(DpopStage.Key);

        Assert.Throws<ArgumentException>(() => writer.Write("GET", new("ftp://a/"), DpopStage.Now));
        Assert.Throws<ArgumentException>(() => writer.Write("GET", new("/a", UriKind.Relative), DpopStage.Now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_scheme_of_this_system_takes_them_once(bool needsNonce)
    {
        var stage = new BearerStage();
        var nonces = new DpopNonces(stage.Clock, TimeSpan.FromMinutes(5));
        var scheme = new DpopScheme("api", new() { NeedsNonce = needsNonce }, stage.Verifier, new Ledger(), nonces, stage.Clock);
        foreach (var key in Keys)
        {
            var writer = new DpopProofWriter(key);
            var token = stage.Token(claims => claims["cnf"] = new JsonObject { ["jkt"] = writer.Thumbprint });
            var request = new StageFacts("DPoP " + token) { Proof = writer.Write("GET", new("https://api.example.com/?x=1"), stage.Clock.Now, token, needsNonce ? nonces.Create() : null) };

            Assert.Null((await DecideAsync(request)).Refusal);
            Assert.Equal(Refusal.DpopProofReplayed, (await DecideAsync(request)).Refusal);
        }

        async Task<Decision> DecideAsync(StageFacts request) => await Gate.DecideAsync(request, new(AccessKind.AnyOf) { Schemes = [scheme] }, TestContext.Current.CancellationToken);
    }

    private static (JsonObject Header, JsonObject Claims) Parts(string proof)
    {
        var parts = proof.Split('.');
        return (JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject(), JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject());
    }

    private sealed class Ledger : IProofLedger
    {
        private readonly HashSet<(string, string)> _used = [];

        public ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel) =>
            new(_used.Add((jkt, jti)) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed);
    }
}
