using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>Whether it is said that only the nonce is too old.</summary>
internal sealed class Stale : DigestTwist
{
    private static readonly AuthParam Said = new("stale", "true", Quoted: false);

    public override string Name => "stale";

    public override string Story => "Says stale=true (RFC 7616 §3.3) where it should not, or leaves it out.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("once", "The first good credentials are called stale: clients repeat them with the new nonce, and ask nobody.") { At = Place, Answers = 2 },
        new("forever", "All good credentials are called stale, whatever their nonce. Clients that trust it try for ever; they should give up when a fresh nonce is stale.", "digest/stale-loop") { At = Place, Answers = 2 },
        new("unsaid", "Each nonce serves once, and is then refused without stale=true: clients take the password for wrong, and ask for another.", "digest/stale-unsaid") { At = Place, Answers = 3 },
        new("unasked", "stale=true stands in the challenge to a request that had no nonce.", "digest/stale-unasked") { At = Place, Answers = 1 },
        new("always", "stale=true stands in each refusal of credentials, those with a wrong password too: clients try it for ever, and ask nobody for another.", "digest/stale-loop") { At = Place, Answers = 2, Password = "wrong" },
    ];

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => value == "unsaid" ? setup with { MostUses = Math.Min(setup.MostUses, 1) } : setup;

    public override bool Refuses(Judged judged, string value) => value switch
    {
        "once" => judged.Request.Client.Next($"stale {judged.Request.Place}") == 1,
        "forever" => true,
        _ => false,
    };

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        var says = value switch
        {
            "unasked" when !judged.Decision.CredentialsPresented => true,
            "always" when judged.Decision.CredentialsPresented => true,
            "unsaid" when judged.Decision.Refusal == Refusal.DigestNonceStale => false,
            _ => default(bool?),
        };
        if (says is { } said)
            DigestLines.EditChallenges(answer, parameters => [.. parameters.Without("stale"), .. said ? [Said] : Array.Empty<AuthParam>()]);
    }
}
