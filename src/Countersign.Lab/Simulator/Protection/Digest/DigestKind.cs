using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Twists.Digest;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Digest (RFC 7616).</summary>
/// <param name="algorithm">The algorithm where a request names none.</param>
internal sealed class DigestKind(string algorithm = "SHA-256") : SchemeKind
{
    private const string NoQop = "none";

    public override string Name => "digest";

    public override string Story => "Digest for one user, with every algorithm of RFC 7616.";

    public override ImmutableArray<SimulatorParameter> Parameters =>
    [
        LoginParameters.User, LoginParameters.Password, LoginParameters.Realm,
        new("algorithm", "The algorithms to offer, best first, with commas between them (RFC 7616 §3.3).", algorithm),
        new("qop", "The qualities of protection to offer: auth, auth-int, both, or none, which is the digest of RFC 2069.", "auth"),
        new("userhash", "Whether the name may be hashed (RFC 7616 §3.4.4): true or false.", "false"),
        new("opaque", "A text that clients have to send back."),
        new("domain", "The addresses of the protection space, with blanks between them (RFC 7616 §3.3)."),
    ];

    public override Refusal Worn => Refusal.DigestNonceStale;

    public override string? FaultOf(SimulatedRequest request)
    {
        foreach (var name in ListOf(request, "algorithm"))
        {
            if (DigestAlgorithm.Find(name) is null)
                return $"There is no Digest algorithm {name}{Meant(name)}. There are {string.Join(", ", DigestAlgorithm.All)} (RFC 7616 §6.1).";
        }

        if (QopOf(request) is not { } qop)
            return "The qop is none of auth, auth-int, both (or auth,auth-int) and none (RFC 2069).";
        if (qop.IsEmpty && OptionsOf(request).Algorithms.Any(each => each.IsSession))
            return "There is no -sess without qop: it hashes the cnonce, which RFC 2069 has not.";
        if (ValueOf(request, "userhash") is not ("true" or "false"))
            return "userhash is true or false.";
        return OptionsOf(request).Faults() is [var fault, ..] ? fault : null;
    }

    public override IAuthScheme Create(SimulatedRequest request) =>
        SetupOf(request).Scheme(Name, new(ValueOf(request, "user"), ValueOf(request, "password")), request.State.UsedCounts);

    /// <summary>How a request is judged, by what its twists make of it.</summary>
    public DigestSetup SetupOf(SimulatedRequest request)
    {
        var setup = new DigestSetup(OptionsOf(request), request.State.Nonces) { HasQop = QopOf(request) is not { IsEmpty: true } };
        foreach (var (twist, value) in request.Twists)
        {
            if (twist is DigestTwist digest)
                setup = digest.Prepare(setup, request, value);
        }

        return setup;
    }

    public override string Expected(SimulatedRequest request) =>
        $"Digest with {string.Join(" or ", OptionsOf(request).Algorithms)} for {ValueOf(request, "user")} with the password {ValueOf(request, "password")}";

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.Authenticate, "Digest");

    private DigestOptions OptionsOf(SimulatedRequest request) => new()
    {
        Realm = ValueOf(request, "realm"),
        Algorithms = [.. ListOf(request, "algorithm").Select(DigestAlgorithm.Find).OfType<DigestAlgorithm>()],
        Qop = QopOf(request) is { IsEmpty: false } qop ? qop : ["auth"],
        Userhash = ValueOf(request, "userhash") == "true",
        Opaque = ValueOf(request, "opaque") is { Length: > 0 } opaque ? opaque : null,
        Domain = [.. ValueOf(request, "domain").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
    };

    // Empty for none, null for something else.
    private ImmutableArray<string>? QopOf(SimulatedRequest request) => string.Join(',', ListOf(request, "qop")) switch
    {
        NoQop => ImmutableArray<string>.Empty,
        "both" or "auth,auth-int" => ["auth", "auth-int"],
        "auth-int,auth" => ["auth-int", "auth"],
        ("auth" or "auth-int") and var one => [one],
        _ => null,
    };

    // httpbin has an algorithm SHA-512; no specification does.
    private static string Meant(string name) => name.ToUpperInvariant() switch
    {
        "SHA-512" or "SHA512" => ": it is not registered, and what is, is SHA-512-256, another function than SHA-512 and than a part of it",
        "SHA256" => "; it is called SHA-256",
        _ => "",
    };

    private string[] ListOf(SimulatedRequest request, string name) => ValueOf(request, name).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
