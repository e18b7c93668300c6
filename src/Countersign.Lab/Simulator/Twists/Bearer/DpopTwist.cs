using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>What becomes of nonces for proofs.</summary>
internal sealed class DpopTwist : Twist
{
    private const string Place = "/sim/401/dpop?dpop-nonce=required";
    private const string Field = "DPoP-Nonce";

    public override string Name => "dpop";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Does otherwise with proofs and their nonces than RFC 9449 has it.";

    public override string? Scheme => "dpop";

    public override ImmutableArray<TwistValue> Values =>
    [
        Value("nonce-unsent", "A nonce is asked for, and the answer has none (RFC 9449 §9).", 1, "bearer/dpop-nonce-missing"),
        Value("nonce-forever", "Each nonce is refused when it comes, and another one is given: clients should give up after the second.", 2),
        Value("nonce-once", "The first good nonce is refused as well: clients try once more with the next.", 2),
    ];

    public override bool Refuses(Judged judged, string value) => value switch
    {
        "nonce-forever" => true,
        "nonce-once" => judged.Request.Client.Next($"dpop {judged.Request.Place}") == 1,
        _ => false,
    };

    public override Refusal? Reason(string value) => Refusal.DpopNonceStale;

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        if (value == "nonce-unsent")
            answer.Remove(Field);
    }

    private static TwistValue Value(string value, string story, int times, params ImmutableArray<string> provokes) =>
        new(value, story, provokes) { At = Place, Before = [SimulatedCall.Get("/idp/mint?jkt={jkt}")], Authorization = "DPoP {access_token}", Proves = true, Times = times };
}
