using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>Digest (RFC 7616).</summary>
internal sealed class DigestKind : SchemeKind
{
    public override string Name => "digest";

    public override string Story => "Digest for one user, with every algorithm of RFC 7616.";

    public override ImmutableArray<SimulatorParameter> Parameters =>
    [
        LoginParameters.User, LoginParameters.Password, LoginParameters.Realm,
        new("algorithm", "The algorithms to offer, best first, with commas between them (RFC 7616 §3.3).", "SHA-256"),
        new("qop", "The qualities of protection to offer: auth, auth-int, or both with a comma.", "auth"),
        new("userhash", "Whether the name may be hashed (RFC 7616 §3.4.4): true or false.", "false"),
        new("opaque", "A text that clients have to send back."),
    ];

    public override Refusal Worn => Refusal.DigestNonceStale;

    public override IAuthScheme Create(SimulatedRequest request) =>
        new DigestScheme(Name, Options(request), new OneUser(ValueOf(request, "user"), ValueOf(request, "password")), request.State.UsedCounts, request.State.Nonces, UncountedGuesses.Instance);

    public override string Expected(SimulatedRequest request) =>
        $"Digest with {string.Join(" or ", Options(request).Algorithms)} for {ValueOf(request, "user")} with the password {ValueOf(request, "password")}";

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.Authenticate, "Digest");

    private DigestOptions Options(SimulatedRequest request)
    {
        ImmutableArray<DigestAlgorithm> algorithms = [.. ListOf(request, "algorithm").Select(DigestAlgorithm.Find).OfType<DigestAlgorithm>().Distinct()];
        ImmutableArray<string> qop = [.. ListOf(request, "qop").Where(each => each is "auth" or "auth-int").Distinct(StringComparer.Ordinal)];
        return new()
        {
            Realm = ValueOf(request, "realm"),
            Algorithms = algorithms.IsEmpty ? [DigestAlgorithm.Sha256] : algorithms,
            Qop = qop.IsEmpty ? ["auth"] : qop,
            Userhash = ValueOf(request, "userhash") == "true",
            Opaque = ValueOf(request, "opaque") is { Length: > 0 } opaque ? opaque : null,
        };
    }

    private string[] ListOf(SimulatedRequest request, string name) => ValueOf(request, name).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
