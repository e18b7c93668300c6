using System.Text.Json;
using Countersign.TestKit;
using Countersign.Tokens.Dpop;
using Xunit;

namespace Countersign.Tests.Tokens.Dpop;

/// <summary>The proofs that RFC 9449 prints, and DP-01 to DP-38 as far as they are about one proof by itself.</summary>
public sealed class DpopVectorTests
{
    private static readonly JsonElement Root = Vectors.Load("dpop.json");

    private static readonly Dictionary<string, JsonElement> Examples = ById("rfc_examples");
    private static readonly Dictionary<string, JsonElement> Cases = ById("verification");

    // Their proofs hold: it is the key binding (29, 35, 37), the nonce (31, 32) or the ledger (28) that fails.
    private static readonly string[] HoldByThemselves = ["DP-28", "DP-29", "DP-31", "DP-32", "DP-35", "DP-37"];

    private static readonly Dictionary<string, DpopCheck[]> Expected = new()
    {
        ["DP-03"] = [DpopCheck.Type],
        ["DP-04"] = [DpopCheck.Type],
        ["DP-05"] = [DpopCheck.Key],
        ["DP-06"] = [DpopCheck.Key],
        ["DP-07"] = [DpopCheck.Algorithm, DpopCheck.Key],
        ["DP-08"] = [DpopCheck.Algorithm],
        ["DP-09"] = [DpopCheck.Method],
        ["DP-10"] = [DpopCheck.Method],
        ["DP-11"] = [DpopCheck.Uri],
        ["DP-12"] = [DpopCheck.Uri],
        ["DP-18"] = [DpopCheck.Uri],
        ["DP-19"] = [DpopCheck.Uri],
        ["DP-20"] = [DpopCheck.AccessTokenHash],
        ["DP-21"] = [DpopCheck.AccessTokenHash],
        ["DP-22"] = [DpopCheck.AccessTokenHash],
        ["DP-23"] = [DpopCheck.Time],
        ["DP-25"] = [DpopCheck.Time],
        ["DP-26"] = [DpopCheck.Claims],
        ["DP-27"] = [DpopCheck.Claims],
        ["DP-33"] = [DpopCheck.Form],
        ["DP-34"] = [DpopCheck.Signature],
        ["DP-36"] = [DpopCheck.Form],
        ["DP-38"] = [DpopCheck.Method],
    };

    public static TheoryData<string> ExampleIds => [.. Examples.Keys];

    public static TheoryData<string> CaseIds => [.. Cases.Keys];

    [Theory, MemberData(nameof(ExampleIds))]
    public void Proves_the_example_of_the_RFC(string id)
    {
        var vector = Examples[id];
        var claims = vector.GetProperty("claims");
        var made = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("iat").GetInt64());

        var reading = Read(vector, made);

        Assert.Empty(reading.Failed);
        Assert.Equal(vector.GetProperty("jkt").GetString(), reading.Proof!.Thumbprint);
        Assert.Equal(claims.GetProperty("jti").GetString(), reading.Proof.Id);
        Assert.Equal((made, made.AddSeconds(60)), (reading.Proof.IssuedAt, reading.Proof.ExpiresAt));
        Assert.Null(reading.Proof.Nonce);
    }

    [Theory, MemberData(nameof(CaseIds))]
    public void Judges_the_proof_of_the_vector(string id)
    {
        var vector = Cases[id];
        var holds = vector.GetProperty("accept").GetBoolean() || HoldByThemselves.Contains(id);

        var reading = Read(vector, DateTimeOffset.FromUnixTimeSeconds(Root.GetProperty("now").GetInt64()));

        Assert.Equal(Expected.GetValueOrDefault(id, []), reading.Failed);
        Assert.Equal(holds, reading.Proof is not null);
        if (!holds || id == "DP-29")
            return;
        Assert.Equal(Root.GetProperty("test_key_jkt").GetString(), reading.Proof!.Thumbprint);
        Assert.Equal(vector.GetProperty("claims").TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null, reading.Proof.Nonce);
    }

    [Fact]
    public void Tells_the_thumbprint_of_another_key_than_the_tokens()
    {
        var reading = Read(Cases["DP-29"], DpopStage.Now);

        Assert.NotEqual(Cases["DP-29"].GetProperty("access_token_cnf_jkt").GetString(), reading.Proof!.Thumbprint);
    }

    private static DpopReading Read(JsonElement vector, DateTimeOffset now) => new DpopProofReader(new()).Read(
        vector.GetProperty("proof").GetString(), DpopStage.RequestOf(vector.GetProperty("request")), vector.GetProperty("access_token").GetString(), now);

    private static Dictionary<string, JsonElement> ById(string list) =>
        Root.GetProperty(list).EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);
}
