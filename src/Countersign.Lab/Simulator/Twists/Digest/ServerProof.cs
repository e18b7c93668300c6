using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>What the server says in Authentication-Info to prove itself.</summary>
internal sealed class ServerProof : DigestTwist
{
    public override string Name => "rspauth";

    public override string Story => "Spoils the proof that the server knows the password too (RFC 7616 §3.5).";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("wrong", "rspauth is that of another password: the answer may come from somebody else. Only who knows the password can tell.") { At = Place, Answers = 1 },
        new("absent", "Authentication-Info has no rspauth.", "digest/authentication-info") { At = Place, Answers = 1 },
        new("no-field", "There is no Authentication-Info, which no client may demand.") { At = Place, Answers = 1 },
        new("other-cnonce", "cnonce is not that of the request: the answer may be one to another.", "digest/authentication-info") { At = Place, Answers = 1 },
        new("other-nc", "nc is not that of the request.", "digest/authentication-info") { At = Place, Answers = 1 },
    ];

    public override void Apply(SimulatedAnswer answer, Judged judged, string value) => DigestLines.EditInfo(answer, parameters => value switch
    {
        "wrong" => parameters.With("rspauth", right => Convert.ToHexStringLower(judged.Request.Seed.Octets("rspauth"))[..Math.Min(64, right.Length)]),
        "absent" => parameters.Without("rspauth"),
        "other-cnonce" => parameters.With("cnonce", _ => "of-another-request"),
        "other-nc" => parameters.With("nc", _ => "000000ff"),
        _ => Array.Empty<AuthParam>(),
    });
}
