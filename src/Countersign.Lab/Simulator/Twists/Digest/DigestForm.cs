using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>How the challenge of Digest is written.</summary>
internal sealed class DigestForm : DigestTwist
{
    public override string Name => "digest";

    public override string Story => "Writes the Digest challenge otherwise than RFC 7616 §3.3 has it.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("no-realm", "There is no realm: nobody can compute an answer.", "digest/required-missing") { At = Place },
        new("no-nonce", "There is no nonce: nobody can compute an answer.", "digest/required-missing") { At = Place },
        new("no-qop", "There is no qop, and the answer wanted is that of RFC 2069, without nc and cnonce.", "digest/qop-missing") { At = Place, Answers = 1 },
        new("unquoted", "realm, nonce and qop have no quotes.", "challenge/realm-unquoted", "digest/quoting") { At = Place },
        new("quoted", "algorithm and stale have quotes; stale=\"false\" stands there to show it.", "digest/quoting") { At = Place },
        new("swapped", "What needs quotes has none, and what may have none has some: realm, nonce and qop, algorithm and stale.", "challenge/realm-unquoted", "digest/quoting") { At = Place },
        new("unknown-algorithm", "The one algorithm is SHA-512, which is not registered: clients pass the challenge over (RFC 7616 §3.3).", "digest/algorithm-unknown") { At = Place },
        new("unknown-first", "A challenge with SHA-512, which is not registered, stands before the good one: clients should pass it over and take that.", "digest/algorithm-unknown") { At = Place, Answers = 1 },
        new("unknown-qop", "qop offers auth-conf, which does not exist: clients ignore it, and then there is none.", "digest/qop-unusable") { At = Place },
        new("latin-1", "charset says ISO-8859-1; the only value there is, is UTF-8.", "digest/charset") { At = Place, Answers = 1 },
        new("two-realms", "There are two challenges of one algorithm for two realms, and the first is that of another password file: none of its answers gets in.") { At = Place },
        new("same-twice", "There are two challenges of one algorithm and realm, which may not be (RFC 7616 §3.7).", "digest/algorithm-twice") { At = Place },
    ];

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => value == "no-qop" ? setup with { HasQop = false } : setup;

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        switch (value)
        {
            case "two-realms":
                DigestLines.AddChallenge(answer, parameters => parameters.With("realm", realm => $"Not {realm}"));
                return;
            case "unknown-first":
                DigestLines.AddChallenge(answer, parameters => parameters.With("algorithm", _ => "SHA-512"));
                return;
            case "same-twice":
                DigestLines.AddChallenge(answer, parameters => parameters);
                return;
        }

        DigestLines.EditChallenges(answer, parameters => value switch
        {
            "no-realm" => parameters.Without("realm"),
            "no-nonce" => parameters.Without("nonce"),
            "unquoted" => Requoted(parameters, bare: true, quotes: false),
            "quoted" => Requoted(WithStale(parameters), bare: false, quotes: true),
            "swapped" => Requoted(WithStale(parameters), bare: true, quotes: true),
            "unknown-algorithm" => parameters.With("algorithm", _ => "SHA-512"),
            "unknown-qop" => parameters.With("qop", _ => "auth-conf"),
            "latin-1" => parameters.With("charset", _ => "ISO-8859-1"),
            _ => parameters,
        });
    }

    private static ImmutableArray<AuthParam> WithStale(ImmutableArray<AuthParam> parameters) =>
        parameters.Any(each => each.Name == "stale") ? parameters : parameters.Add(new("stale", "false"));

    private static IEnumerable<AuthParam> Requoted(ImmutableArray<AuthParam> parameters, bool bare, bool quotes) => parameters.Select(each => each.Name switch
    {
        "realm" or "nonce" or "qop" when bare => each with { Quoted = false },
        "algorithm" or "stale" when quotes => each with { Quoted = true },
        _ => each,
    });
}
