using System.Text;
using System.Text.Json;
using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>The computations of digest.json: RFC 7616 §3.9 with its erratum, RFC 2617 §3.5 and more.</summary>
public sealed class DigestVectorTests
{
    public static TheoryData<string> Ids { get; } =
        [.. DigestVectors.Computations.Where(vector => HasQop(vector) && !IsTruncated(vector)).Select(vector => vector.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Computes_each_step(string id)
    {
        var (input, expected, algorithm, parts) = Load(id);
        var secret = expected.GetProperty("H_user_realm_password").GetString()!;
        if (input.GetProperty("credential_encoding").GetString() == "utf-8")
            Assert.Equal(secret, DigestHash.Secret(algorithm, Text(input, "username"), Text(input, "realm"), Text(input, "password")));

        var content = ContentHex(algorithm, parts.Qop, Text(input, "entity_body_utf8"));
        Assert.Equal(Text(expected, "HA1"), Hex(algorithm, hex => DigestHash.A1(algorithm, secret, parts.Nonce, parts.Cnonce, hex)));
        Assert.Equal(Text(expected, "HA2"), Hex(algorithm, hex => DigestHash.A2(algorithm, Text(input, "method"), parts.Uri, content, hex)));
        Assert.Equal(Text(expected, "response"), Hex(algorithm, hex => DigestHash.FromSecret(algorithm, secret, Text(input, "method"), parts, content, hex)));
        if (expected.TryGetProperty("userhash_username", out var userhash))
            Assert.Equal(userhash.GetString(), DigestHash.Userhash(algorithm, Text(input, "username"), Text(input, "realm")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Answers_with_the_rspauth_of_the_vector(string id)
    {
        var (input, expected, algorithm, parts) = Load(id);
        var isInt = parts.Qop == "auth-int";
        var duty = new AuthenticationInfo(algorithm, Text(expected, "H_user_realm_password"), parts, "next", signs: true, coversContent: isInt);
        foreach (var octet in Encoding.UTF8.GetBytes(isInt ? Text(input, "response_body_utf8") : "left out"))
            duty.Append([octet]);

        var read = AuthenticationInfoReader.Read(duty.Value());

        Assert.True(read.IsValid);
        Assert.Equal(isInt, duty.NeedsContent);
        Assert.Equal(Text(expected, "rspauth"), read.Find("rspauth"));
        Assert.Equal("next", read.Find("nextnonce"));
        Assert.Equal((parts.Qop, parts.Cnonce, parts.Count), (read.Find("qop"), read.Find("cnonce"), read.Find("nc")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Admits_the_credentials_of_the_vector(string id)
    {
        var (input, expected, algorithm, parts) = Load(id);
        var (user, realm) = (Text(input, "username"), Text(input, "realm"));
        var scheme = new DigestScheme(
            "d",
            new() { Realm = realm, Algorithms = [algorithm], Qop = ["auth", "auth-int"] },
            new Users().Add(user, realm, algorithm.HashName, Text(expected, "H_user_realm_password")),
            new Ledger(),
            new FixedNonces(parts.Nonce),
            new Guesses());
        var facts = new Facts(
            parts.Uri.Replace("http://www.example.org", ""), Text(input, "method"), Encoding.UTF8.GetBytes(Text(input, "entity_body_utf8")));

        var credentials = new Credentials("Digest")
        {
            Params =
            [
                new("username", user), new("realm", realm), new("nonce", parts.Nonce), new("uri", parts.Uri),
                new("response", Text(expected, "response")), new("algorithm", algorithm.Name), new("qop", parts.Qop), new("nc", parts.Count),
                new("cnonce", parts.Cnonce),
            ],
        };
        var reread = CredentialsReader.Read(CredentialsWriter.Write(credentials)).Credentials;
        var verdict = await scheme.VerifyAsync(reread, facts, TestContext.Current.CancellationToken);

        Assert.Null(verdict.Refusal);
        Assert.Equal(user, verdict.Subject?.Name);
    }

    [Fact]
    public void Does_not_compute_the_cut_SHA_512_that_the_RFC_printed()
    {
        var (input, expected, algorithm, parts) = Load("DG-04");
        var secret = DigestHash.Secret(algorithm, Text(input, "username"), Text(input, "realm"), Text(input, "password"));

        Assert.NotEqual(Text(expected, "H_user_realm_password"), secret);
        Assert.NotEqual(Text(expected, "response"), Hex(algorithm, hex => DigestHash.FromSecret(algorithm, secret, "GET", parts, default, hex)));
    }

    [Theory]
    [InlineData("DS-01"), InlineData("DS-02"), InlineData("DS-04"), InlineData("DS-05"), InlineData("DS-06")]
    public void Answers_the_challenges_that_it_understands(string id)
    {
        var vector = DigestVectors.Find(DigestVectors.Selections, id);
        var picks = vector.GetProperty("picks");
        var challenge = ChallengeReader.Read(vector.GetProperty("challenges")[picks.ValueKind == JsonValueKind.Null ? 0 : picks.GetInt32()].GetString()!)
            .Challenges[0];

        var answer = DigestResponder.Respond(challenge, new("u", "p"), "GET", "/", "c");

        Assert.Equal(picks.ValueKind == JsonValueKind.Null, answer is null);
        if (answer is not null)
            Assert.Equal((challenge.Find("algorithm"), "auth"), (answer.Find("algorithm"), answer.Find("qop")));
    }

    private static (JsonElement Input, JsonElement Expected, DigestAlgorithm Algorithm, DigestParts Parts) Load(string id)
    {
        var vector = DigestVectors.Find(DigestVectors.Computations, id);
        var input = vector.GetProperty("input");
        var parts = new DigestParts(Text(input, "uri"), Text(input, "nonce"), Text(input, "nc"), Text(input, "cnonce"), Text(input, "qop"));
        return (input, vector.GetProperty("expected"), DigestAlgorithm.Find(Text(input, "algorithm"))!, parts);
    }

    private static bool HasQop(JsonElement vector) => vector.GetProperty("input").GetProperty("qop").ValueKind == JsonValueKind.String;

    private static bool IsTruncated(JsonElement vector) => vector.GetProperty("input").TryGetProperty("hash_actually_used", out _);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";

    private static byte[] ContentHex(DigestAlgorithm algorithm, string qop, string content)
    {
        if (qop != "auth-int")
            return [];
        var hex = new byte[algorithm.HexLength];
        DigestHash.Data(algorithm, Encoding.UTF8.GetBytes(content), hex);
        return hex;
    }

    private static string Hex(DigestAlgorithm algorithm, Action<byte[]> write)
    {
        var hex = new byte[algorithm.HexLength];
        write(hex);
        return Encoding.ASCII.GetString(hex);
    }
}
