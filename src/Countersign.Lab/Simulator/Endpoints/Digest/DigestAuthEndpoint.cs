using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Twists.Digest;

namespace Countersign.Lab.Simulator.Endpoints.Digest;

/// <summary>Digest for the user in the path, as httpbin has it.</summary>
internal sealed class DigestAuthEndpoint : SimulatedEndpoint
{
    private const string Strong = "/digest-auth/auth/anna/secret/SHA-256";

    public override string Path => "/digest-auth/{qop}/{user}/{password}/{algorithm?}/{stale_after?}";

    public override SimulatorGroup Group => SimulatorGroup.Digest;

    public override string Story =>
        "Lets in the user of the path with its password, by Digest (RFC 7616). qop is auth, auth-int, both, or none for the digest of RFC 2069; the algorithm is MD5 unless the path says SHA-256, SHA-512-256 or one with -sess; after stale_after uses (a number, or never) a nonce is stale. Nothing depends on cookies, unless ?require-cookie=1 asks for it.";

    public override ImmutableArray<SimulatorParameter> Parameters => AllParameters;

    /// <summary>What is not in the path.</summary>
    public static ImmutableArray<SimulatorParameter> AllParameters =>
        [RequiredCookie.Parameter, .. new DigestKind().Parameters.Where(parameter => parameter.Name is "realm" or "userhash" or "opaque" or "domain")];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        Visit("/digest-auth/auth/anna/secret", 1, "digest/only-md5"),
        Visit("/digest-auth/auth/anna/secret/SHA-256", 2),
        Visit("/digest-auth/auth/anna/secret/SHA-256-sess", 2),
        Visit("/digest-auth/auth/anna/secret/SHA-512-256", 1),
        Visit("/digest-auth/auth/anna/secret/SHA-512-256-sess", 1),
        Visit("/digest-auth/auth/anna/secret/MD5-sess", 1, "digest/only-md5"),
        Visit("/digest-auth/both/anna/secret/SHA-256", 1),
        Visit("/digest-auth/auth/anna/secret/MD5,SHA-256", 1, "digest/md5-first"),
        Visit("/digest-auth/auth/anna/secret/SHA-256?userhash=true", 2),
        Visit("/digest-auth/auth/anna/secret/SHA-256?opaque=a1b2c3&domain=/digest-auth/", 2),
        Visit("/digest-auth/auth-int/anna/secret/SHA-256", 2, "digest/qop-unusable"),
        Visit("/digest-auth/none/anna/secret/SHA-256", 1, "digest/qop-missing"),
        Visit("/digest-auth/auth/anna/secret/SHA-256/1", 3),
        Visit("/digest-auth/auth/anna/secret/SHA-256/0", 2, "digest/stale-loop"),
        new(SimulatedCall.Get("/digest-auth/both/anna/secret/SHA-256"), new SimulatedCall("POST", "/digest-auth/both/anna/secret/SHA-256") { Content = "temperature=21" }.Answering()),
        new(SimulatedCall.Get("/digest-auth/auth-int/anna/secret/SHA-256"), new SimulatedCall("POST", "/digest-auth/auth-int/anna/secret/SHA-256") { Content = "temperature=21" }.Answering()) { Provokes = ["digest/qop-unusable"] },
        Wrong($"uri=\"{Strong}\", qop=auth", "challenge/beyond-401", "credentials/digest-incomplete"),
        Wrong($"uri=\"{Strong}\", qop=\"auth\", nc=\"00000001\", cnonce=\"c\"", "credentials/digest-quoting"),
        Wrong($"uri=\"{Strong}\", qop=auth, nc=1, cnonce=\"c\"", "challenge/beyond-401", "credentials/digest-nc"),
        Wrong("uri=\"/digest-auth\", qop=auth, nc=00000001, cnonce=\"c\"", "credentials/digest-uri"),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel) => JudgeAsync(request, cancel);

    /// <summary>Judges a request and answers it.</summary>
    public static async ValueTask<SimulatedAnswer> JudgeAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var kind = new DigestKind("MD5");
        if (StaleAfterFault(request) is { } wrong)
            return new(400) { Diagnosis = new("a number of uses after which a nonce is stale, or never", wrong) };
        if (request.Route("stale_after") is { } uses and not "never")
            request.Twists = [(new NonceUse(), uses)];
        if (kind.FaultOf(request) is { } fault)
            return new(400) { Diagnosis = new("parts of the path with a meaning", fault) };
        var place = new ProtectedPlace([kind]);
        return await RequiredCookie.AnswerAsync(request, place, cancel);
    }

    // What clients do wrong; the nonce is none of ours, so nobody gets in.
    private static SimulatedVisit Wrong(string parameters, params ImmutableArray<string> found) =>
        new(SimulatedCall.Get(Strong).With("Authorization", $"Digest username=\"anna\", realm=\"Simulator\", nonce=\"n\", response=\"{new string('0', 64)}\", algorithm=SHA-256, {parameters}")) { Provokes = found };

    private static string? StaleAfterFault(SimulatedRequest request) =>
        request.Route("stale_after") is { } uses and not "never" && !int.TryParse(uses, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "something else" : null;

    private static SimulatedVisit Visit(string target, int answers, params ImmutableArray<string> provokes) =>
        new([SimulatedCall.Get(target), .. Enumerable.Repeat(SimulatedCall.Get(target).Answering(), answers)]) { Provokes = provokes };
}
