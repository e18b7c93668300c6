using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>The server verdicts of digest.json, from the field line on.</summary>
public sealed class DigestVerdictTests
{
    private const string Target = "/dir/index.html";
    private const string Opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";

    private static readonly string _line = DigestVectors.Find(DigestVectors.Verdicts, "DW-01").GetProperty("authorization").GetString()!;
    private static readonly string _nonce = CredentialsReader.Read(_line).Credentials!.Find("nonce")!;

    [Theory]
    [InlineData("DW-01", "", "", null)]
    [InlineData("DW-05", "qop=auth,", "qop=auth-int,", Refusal.DigestQopNotOffered)]
    [InlineData("DW-06", "algorithm=SHA-256", "algorithm=MD5", Refusal.DigestAlgorithmNotOffered)]
    [InlineData("DW-06 unnamed", "algorithm=SHA-256, ", "", Refusal.DigestAlgorithmNotOffered)]
    [InlineData("DW-07", "Digest ", "Digest username*=UTF-8''Mufasa, ", Refusal.DigestMalformed)]
    [InlineData("DW-08", "nc=00000001", "nc=\"00000001\"", null)]
    [InlineData("DW-09", "nc=00000001", "nc=1", Refusal.DigestMalformed)]
    [InlineData("nc zero", "nc=00000001", "nc=00000000", Refusal.DigestMalformed)]
    [InlineData("DW-10", "753927fa", "753927FA", Refusal.DigestResponseWrong)]
    [InlineData("DW-11", ", opaque=\"" + Opaque + "\"", "", null)]
    [InlineData("other opaque", Opaque, "x", Refusal.DigestNonceStale)]
    [InlineData("DW-12", "realm=\"http-auth@", "realm=\"other@", Refusal.DigestRealmMismatch)]
    [InlineData("DW-13", "Digest ", "Digest nonce=\"x\", ", Refusal.DigestMalformed)]
    [InlineData("no qop", "qop=auth, ", "", Refusal.DigestQopNotOffered)]
    [InlineData("no qop, nc, cnonce (RFC 2069)", "nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, ", "", Refusal.DigestQopNotOffered)]
    [InlineData("not hex", "753927fa", "753927fg", Refusal.DigestMalformed)]
    [InlineData("cut", "753927fa0e", "", Refusal.DigestResponseWrong)]
    public async Task Judges_as_the_vectors_do(string id, string from, string to, Refusal? expected)
    {
        Assert.Contains(from, _line);
        var line = from.Length == 0 ? _line : _line.Replace(from, to);

        Assert.Equal((id, expected), (id, (await Judge(Start(), line)).Refusal));
    }

    [Fact] // DW-02
    public async Task Refuses_another_target_with_400()
    {
        var verdict = await Judge(Start(), _line, "/dir/other.html");

        Assert.Equal(Refusal.DigestUriMismatch, verdict.Refusal);
        Assert.Equal("The uri is /dir/index.html, the target is /dir/other.html.", verdict.Evidence);
    }

    [Fact] // DW-03
    public async Task Refuses_the_second_use_of_a_count()
    {
        var scheme = Start();

        Assert.Null((await Judge(scheme, _line)).Refusal);
        Assert.Equal(Refusal.DigestNonceReplayed, (await Judge(scheme, _line)).Refusal);
    }

    [Theory] // DW-04
    [InlineData(DigestNonceState.Expired), InlineData(DigestNonceState.Foreign)]
    public async Task Calls_a_nonce_stale_when_the_digest_over_it_is_right(DigestNonceState state)
    {
        var scheme = Start(state);
        var verdict = await Judge(scheme, _line);

        Assert.Equal(Refusal.DigestNonceStale, verdict.Refusal);
        var challenge = Assert.Single(scheme.ChallengesFor(new Facts(), AccessPolicy.Public, verdict.Refusal));
        Assert.Contains("stale=true", challenge.ToString());
    }

    [Theory]
    [InlineData(Refusal.DigestUriMismatch, 400)]
    [InlineData(Refusal.DigestMalformed, 400)]
    [InlineData(Refusal.DigestQopNotOffered, 401)] // a client of RFC 2069 needs the challenge
    [InlineData(Refusal.DigestRealmMismatch, 401)]
    [InlineData(Refusal.DigestAlgorithmNotOffered, 401)]
    [InlineData(Refusal.DigestNonceStale, 401)]
    [InlineData(Refusal.DigestNonceUnknown, 401)]
    [InlineData(Refusal.DigestNonceReplayed, 401)]
    [InlineData(Refusal.DigestResponseWrong, 401)]
    [InlineData(Refusal.DigestUnknownUser, 401)]
    public void Gives_each_refusal_the_status_of_the_vectors(Refusal refusal, int status) => Assert.Equal(status, refusal.Row().Status);

    [Fact] // DW-14
    public void Decodes_the_extended_name()
    {
        var vector = DigestVectors.Find(DigestVectors.Verdicts, "DW-14");
        var value = vector.GetProperty("username_param").GetString()!["username*=".Length..];

        Assert.True(ExtendedValue.TryRead(value, out var name));
        Assert.Equal(vector.GetProperty("decoded").GetString(), name);
        Assert.Equal(value, ExtendedValue.Write(name));
    }

    [Theory]
    [InlineData("Mufasa"), InlineData("UTF-8'Mufasa"), InlineData("ISO-8859-1''Mufasa"), InlineData("UTF-8''%"), InlineData("UTF-8''%C3")]
    [InlineData("UTF-8''%GG"), InlineData("UTF-8''a b"), InlineData("UTF-8''\u00e4"), InlineData("")]
    public async Task Refuses_an_extended_name_that_is_not_one(string value)
    {
        var credentials = CredentialsReader.Read(_line).Credentials!;
        var parameters = credentials.Params.Select(each => each.Name == "username" ? new AuthParam("username*", value) : each);

        var verdict = await Start().VerifyAsync(
            credentials with { Params = parameters.ToImmutableArray() }, new Facts(Target), TestContext.Current.CancellationToken);

        Assert.Equal(Refusal.DigestMalformed, verdict.Refusal);
    }

    private static DigestScheme Start(DigestNonceState state = DigestNonceState.Alive) => new(
        "d",
        new() { Realm = "http-auth@example.org", Opaque = Opaque },
        new Users().Add("Mufasa", "http-auth@example.org", "Circle of Life"),
        new Ledger(),
        new FixedNonces(_nonce, state),
        new Guesses());

    private static ValueTask<Verdict> Judge(DigestScheme scheme, string line, string target = Target) =>
        scheme.VerifyAsync(CredentialsReader.Read(line).Credentials, new Facts(target), TestContext.Current.CancellationToken);
}
