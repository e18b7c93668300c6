using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>The client's half over digest.json, and what it makes of odd challenges.</summary>
public sealed class DigestProverTests
{
    public static TheoryData<string> Ids { get; } = [.. DigestVectors.Computations.Where(vector => !IsNegative(vector)).Select(vector => vector.GetProperty("id").GetString()!)];

    public static TheoryData<string> NegativeIds { get; } = [.. DigestVectors.Computations.Where(IsNegative).Select(vector => vector.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Signs_as_the_vector_does_and_knows_the_servers_proof(string id)
    {
        var (input, expected) = Load(id);
        var (prover, parts, algorithm) = Prover(input, hashesName: false);

        var written = prover.Authorization(Text(input, "method"), parts, Hash(algorithm, parts.Qop, Text(input, "entity_body_utf8")));
        var answered = Hash(algorithm, parts.Qop, parts.Qop == "auth-int" ? Text(input, "response_body_utf8") : "");

        var sent = CredentialsReader.Read(written).Credentials!;
        Assert.Equal(Text(expected, "response"), sent.Find("response"));
        Assert.Equal((parts.Uri, parts.Nonce, Text(input, "realm")), (sent.Find("uri"), sent.Find("nonce"), sent.Find("realm")));
        Assert.Equal((input.GetProperty("qop").GetString(), input.GetProperty("nc").GetString()), (sent.Find("qop"), sent.Find("nc")));
        Assert.True(prover.IsProof(Text(expected, "rspauth"), parts, answered));
        Assert.False(prover.IsProof(Text(expected, "response"), parts, answered));
    }

    [Theory]
    [MemberData(nameof(NegativeIds))]
    public void Does_not_sign_as_wrong_implementations_do(string id)
    {
        var (input, expected) = Load(id);
        var (prover, parts, _) = Prover(input, hashesName: false);
        if (id == "DG-20")
            (prover, parts, _) = Prover(input, hashesName: false, realm: "say \"hi\"");

        var sent = CredentialsReader.Read(prover.Authorization("GET", parts, default)).Credentials!;

        Assert.NotEqual(Text(expected, "response"), sent.Find("response"));
    }

    [Theory]
    [InlineData("DG-03"), InlineData("DG-24")]
    public void Hashes_the_name_that_is_sent_and_not_that_of_A1(string id)
    {
        var (input, expected) = Load(id);
        var (prover, parts, _) = Prover(input, hashesName: true);

        var sent = CredentialsReader.Read(prover.Authorization("GET", parts, default)).Credentials!;

        Assert.Equal(Text(expected, "userhash_username"), sent.Find("username"));
        Assert.Equal(("true", Text(expected, "response")), (sent.Find("userhash"), sent.Find("response")));
    }

    [Theory]
    [InlineData(false, false, "username*=UTF-8''j%C3%B6rg")]
    [InlineData(true, false, "username=\"j\u00c3\u00b6rg\"")]
    [InlineData(false, true, "username=\"j\u00f6rg\"")]
    public void Writes_a_name_beyond_ASCII_as_the_server_can_read_it(bool isPlain, bool isLatin1, string expected)
    {
        var demand = DigestDemand.Read(new("Digest") { Params = [new("realm", "r"), new("nonce", "n"), new("qop", "auth")] }, out _)!;

        var written = new DigestProver(demand, new("jo\u0308rg", "p") { SendsPlainName = isPlain, IsLatin1 = isLatin1 }).Authorization("GET", new("/", "n", "00000001", "c", "auth"), default);

        Assert.StartsWith($"Digest {expected}, realm=\"r\", nonce=\"n\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Hashes_a_realm_in_the_octets_that_it_came_in()
    {
        const string Raw = "Gesch\u00c3\u00bctzt"; // UTF-8 read octet by octet
        var demand = DigestDemand.Read(new("Digest") { Params = [new("realm", Raw), new("nonce", "n"), new("qop", "auth"), new("algorithm", "SHA-256")] }, out _)!;
        var parts = new DigestParts("/", "n", "00000001", "c", "auth");
        var expected = new byte[64];
        DigestHash.FromSecret(DigestAlgorithm.Sha256, DigestHash.Secret(DigestAlgorithm.Sha256, "u", "Gesch\u00fctzt", "p"), "GET", parts, default, expected);

        var written = new DigestProver(demand, new("u", "p")).Authorization("GET", parts, default);

        Assert.Contains($"realm=\"{Raw}\"", written, StringComparison.Ordinal);
        Assert.Contains(Encoding.ASCII.GetString(expected), written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", true, false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\" AUTH-INT ,,auth , token\"", true, true)] // curl#9264
    [InlineData("Digest realm=r, nonce=n, qop=auth, opaque=5ccc, stale=FALSE, algorithm=\"SHA-256\"", true, false)] // go-httpbin
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"foo\"", false, false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"\"", false, false)]
    public void Reads_qop_as_servers_write_it(string line, bool offersAuth, bool offersAuthInt)
    {
        var demand = DigestDemand.Read(ChallengeReader.Read(line).Challenges[0], out _)!;

        Assert.Equal((offersAuth, offersAuthInt), (demand.OffersAuth, demand.OffersAuthInt));
        Assert.NotNull(demand.Algorithm);
    }

    [Theory]
    [InlineData("nonce", "n")]
    [InlineData("realm", "r")]
    [InlineData("realm", "r", "nonce", "")]
    [InlineData("realm", "r", "nonce", "\u00e4")]
    [InlineData("realm", "a\0b", "nonce", "n")]
    [InlineData("realm", "r", "nonce", "n", "domain", "/\u0001")]
    public void Says_what_makes_a_challenge_unreadable(params string[] parameters)
    {
        var challenge = new Challenge("Digest") { Params = [.. parameters.Chunk(2).Select(pair => new AuthParam(pair[0], pair[1]))] };

        Assert.Null(DigestDemand.Read(challenge, out var fault));
        Assert.NotNull(fault);
    }

    [Theory]
    [InlineData("realm"), InlineData("nonce"), InlineData("opaque"), InlineData("domain")]
    public void Keeps_no_value_that_is_too_long(string name)
    {
        Challenge With(int length) => new("Digest")
        {
            Params = [.. new[] { "realm", "nonce", "opaque", "domain" }.Select(each => new AuthParam(each, each == name ? new('/', length) : "x"))],
        };

        Assert.NotNull(DigestDemand.Read(With(DigestDemand.MaxLength), out _));
        Assert.Null(DigestDemand.Read(With(64 * 1024), out var fault)); // CVE-2013-0249
        Assert.Contains(DigestDemand.MaxLength.ToString(CultureInfo.InvariantCulture), fault, StringComparison.Ordinal);
    }

    private static (JsonElement Input, JsonElement Expected) Load(string id)
    {
        var vector = DigestVectors.Find(DigestVectors.Computations, id);
        return (vector.GetProperty("input"), vector.GetProperty("expected"));
    }

    private static (DigestProver Prover, DigestParts Parts, DigestAlgorithm Algorithm) Prover(JsonElement input, bool hashesName, string? realm = null)
    {
        var isLatin1 = Text(input, "credential_encoding") == "latin-1";
        var challenge = new Challenge("Digest")
        {
            Params =
            [
                new("realm", realm ?? Text(input, "realm")), new("nonce", Text(input, "nonce")), new("algorithm", Text(input, "algorithm"), Quoted: false),
                new("qop", "auth, auth-int"), .. isLatin1 ? (AuthParam[])[] : [new("charset", "UTF-8", Quoted: false)], new("userhash", hashesName ? "true" : "false"),
            ],
        };
        var demand = DigestDemand.Read(challenge, out _)!;
        var login = new DigestLogin(Text(input, "username"), Text(input, "password")) { IsLatin1 = isLatin1 };
        return (new(demand, login), new(Text(input, "uri"), demand.Nonce, Text(input, "nc"), Text(input, "cnonce"), Text(input, "qop")), demand.Algorithm!);
    }

    private static bool IsNegative(JsonElement vector) => vector.TryGetProperty("negative", out _);

    private static byte[] Hash(DigestAlgorithm algorithm, string qop, string content)
    {
        if (qop != "auth-int")
            return [];
        var hash = new DigestContentHash(algorithm);
        hash.Append(Encoding.UTF8.GetBytes(content));
        return hash.Finish();
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";
}
