using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

/// <summary>RFC 7515 appendix A, RFC 7797, RFC 8037 appendix A, RFC 8292, RFC 7520 section 4, RFC 7638, and tokens that must be refused.</summary>
public sealed class JwsVectorTests
{
    private static readonly JsonElement Root = Vectors.Load("jws.json");

    private static readonly Dictionary<string, JsonElement> Valid = ById(Root.GetProperty("valid").EnumerateArray());
    private static readonly Dictionary<string, JsonElement> Invalid = ById(Root.GetProperty("invalid").EnumerateArray());
    private static readonly Dictionary<string, JsonElement> Cookbook = ById(Vectors.Load("jose-cookbook.json").GetProperty("vectors").EnumerateArray());

    public static TheoryData<string> ValidIds => [.. Valid.Where(each => IsGood(each.Value)).Select(each => each.Key), .. Cookbook.Keys];

    public static TheoryData<string> InvalidIds => [.. Invalid.Keys];

    public static TheoryData<string> Thumbprints => [.. Root.GetProperty("jwk_thumbprints").EnumerateArray().Select(each => each.GetProperty("source").GetString()!)];

    [Theory, MemberData(nameof(ValidIds))]
    public void Verifies_the_vector(string id)
    {
        var vector = Valid.TryGetValue(id, out var found) ? found : Cookbook[id];
        var reading = JwsReader.Read(vector.GetProperty("compact").GetString());

        Assert.Empty(reading.Faults);
        Assert.Equal(vector.GetProperty("alg").GetString(), reading.Token!.Algorithm.Name);
        if (vector.TryGetProperty("payload_utf8", out var payload))
            Assert.Equal(payload.GetString(), Encoding.UTF8.GetString(reading.Token.Payload.Span));
        if (vector.TryGetProperty("signing_input", out var input))
            Assert.Equal(input.GetString(), Encoding.ASCII.GetString(reading.Token.SigningInput));
        Assert.Null(KeyOf(vector).Check(reading.Token));
    }

    [Theory, MemberData(nameof(InvalidIds))]
    public void Refuses_the_vector_for_its_reason(string id)
    {
        var vector = Invalid[id];
        var reading = JwsReader.Read(vector.GetProperty("compact").GetString());
        var fault = reading.Token is { } token ? Judge(id, vector, token) : reading.Faults[0].Kind;

        Assert.Equal(vector.GetProperty("error").GetString(), CodeOf(fault));
    }

    [Fact]
    public void Never_takes_an_unsigned_token()
    {
        var reading = JwsReader.Read(Valid["JW-RFC7515-A.5"].GetProperty("compact").GetString());

        Assert.False(reading.IsValid);
        Assert.Equal(TokenFaultKind.AlgorithmNone, Assert.Single(reading.Faults).Kind);
    }

    [Fact]
    public void Never_takes_an_unencoded_payload()
    {
        var reading = JwsReader.Read(Valid["JW-RFC7797-4.2"].GetProperty("compact").GetString());

        Assert.False(reading.IsValid);
        Assert.Equal([TokenFaultKind.PayloadUnencoded, TokenFaultKind.CriticalNotUnderstood], reading.Faults.Select(fault => fault.Kind));
    }

    [Theory]
    [InlineData("JW-RFC7515-A.6"), InlineData("JW-RFC7515-A.7")]
    public void Never_takes_the_JSON_serialization(string id) =>
        Assert.Equal(TokenFaultKind.TokenInJson, Assert.Single(JwsReader.Read(Valid[id].GetProperty("json").GetRawText()).Faults).Kind);

    [Theory]
    [InlineData("JW-RFC7515-A.1", "HS256"), InlineData("JW-RFC7515-A.2", "RS256"), InlineData("JW-RFC8037-A.4", "EdDSA")]
    public void Makes_the_very_token_of_the_vector_where_signatures_are_not_random(string id, string algorithm)
    {
        var vector = Valid[id];
        var key = JwkReader.ReadSigningKey(Octets(vector.GetProperty("jwk")), JwsAlgorithm.Find(algorithm), out var fault);
        Assert.Null(fault);
        var compact = vector.GetProperty("compact").GetString()!;
        var lastDot = compact.LastIndexOf('.');

        Assert.Equal(compact[(lastDot + 1)..], System.Buffers.Text.Base64Url.EncodeToString(key!.Sign(Encoding.ASCII.GetBytes(compact[..lastDot]))));
    }

    [Theory]
    [InlineData("JW-RFC7515-A.3", "ES256"), InlineData("JW-RFC7515-A.4", "ES512")]
    public void Reads_private_keys_on_curves(string id, string algorithm)
    {
        var key = JwkReader.ReadSigningKey(Octets(Valid[id].GetProperty("jwk")), null, out var fault);

        Assert.Null(fault);
        Assert.Equal(algorithm, key!.Algorithm.Name);
        Assert.Null(KeyOf(Valid[id]).Check(JwsReader.Read(JwsWriter.Write(key, "Payload"u8)).Token!));
    }

    [Theory, MemberData(nameof(Thumbprints))]
    public void Computes_the_thumbprint(string source)
    {
        var vector = Root.GetProperty("jwk_thumbprints").EnumerateArray().Single(each => each.GetProperty("source").GetString() == source);

        Assert.Equal(vector.GetProperty("thumbprint_sha256").GetString(), KeyOf(vector).Thumbprint);
    }

    private static TokenFaultKind Judge(string id, JsonElement vector, Jws token)
    {
        // Signed by a key of its own, or pointing to one: the keys that are known here decide, and they know nothing of it.
        if (id is "JN-23" or "JN-24")
        {
            Assert.Contains(JwsReader.Read(vector.GetProperty("compact").GetString()).Faults, fault => fault.Kind == TokenFaultKind.KeyInHeader);
            Assert.False(Keys("JW-RFC7515-A.2").Verify(token, JwsAlgorithm.All).IsGood);
            return TokenFaultKind.KeyInHeader;
        }

        // The secrets are too short to become keys at all.
        if (id is "JN-26" or "JN-27")
        {
            Assert.Null(JwkReader.ReadKey(id == "JN-26" ? "{\"kty\":\"oct\",\"k\":\"\"}"u8 : "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}"u8, KeyOrigin.Own, out var weak));
            return weak!.Value.Kind;
        }

        var check = Keys(vector.GetProperty("key").GetString() ?? "JW-RFC7515-A.2").Verify(token, JwsAlgorithm.All);
        if (check.Fault is { } fault)
            return fault.Kind;
        Assert.Null(JwtClaimsReader.Read(token, out var broken));
        return broken!.Value.Kind;
    }

    private static string CodeOf(TokenFaultKind kind) => kind switch
    {
        TokenFaultKind.SignatureWrong or TokenFaultKind.SignatureLengthWrong => "bad-signature",
        TokenFaultKind.AlgorithmNone => "alg-not-allowed",
        TokenFaultKind.AlgorithmNotForKey => "alg-not-allowed-for-key",
        TokenFaultKind.CriticalNotUnderstood => "crit-not-understood",
        TokenFaultKind.CriticalInvalid => "crit-invalid",
        TokenFaultKind.JsonDuplicateMember => "duplicate-header-member",
        TokenFaultKind.JsonNotAnObject => "not-a-jwt",
        TokenFaultKind.KeyInHeader => "key-not-trusted",
        TokenFaultKind.KeyUnknown => "unknown-key",
        TokenFaultKind.KeyTooShort => "weak-key",
        _ => "malformed",
    };

    private static bool IsGood(JsonElement vector) => vector.GetProperty("valid").ValueKind == JsonValueKind.True && vector.TryGetProperty("compact", out _);

    private static KeySet Keys(string id) => new([KeyOf(Valid[id])]);

    private static VerificationKey KeyOf(JsonElement vector)
    {
        var jwk = vector.TryGetProperty("jwk", out var own) ? own : Valid[vector.GetProperty("jwk_ref").GetString()!].GetProperty("jwk");
        var key = JwkReader.ReadKey(Octets(jwk), KeyOrigin.Own, out var fault);
        Assert.Null(fault);
        return key!;
    }

    private static byte[] Octets(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static Dictionary<string, JsonElement> ById(IEnumerable<JsonElement> vectors) => vectors.ToDictionary(vector => vector.GetProperty("id").GetString()!);
}
