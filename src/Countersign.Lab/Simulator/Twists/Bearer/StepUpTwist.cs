using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>What is said of the sign-in that is wanted.</summary>
internal sealed class StepUpTwist : RefusalTwist
{
    private const string Place = "/sim/401/bearer?acr=mfa";

    private static readonly SimulatedCall Weaker = SimulatedCall.Get("/idp/mint?acr=password&auth-age=10");

    public override string Name => "step-up";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Asks for a stronger sign-in (RFC 9470) otherwise than it should.";

    public override string? Scheme => "bearer";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row("unnamed", "Which sign-in is wanted is not said: the client can't ask for it (RFC 9470 §3).", answer => BearerLines.Edit(answer, each => each.But("acr_values", "max_age")), "bearer/step-up-unnamed"),
        Row("invalid-token", "invalid_token in the place of insufficient_user_authentication: clients get a new token by the same sign-in, again and again.", answer => BearerLines.Edit(answer, each => [.. each.But("error", "error_description", "acr_values"), new AuthParam("error", "invalid_token")]), "token/no-visible-fault"),
        Row("forbidden", "403 in the place of 401.", answer => answer.Status = 403, "bearer/error-status"),
    ];

    private static TwistRow Row(string value, string story, Action<SimulatedAnswer> change, params ImmutableArray<string> provokes) =>
        new(new(value, story, provokes) { At = Place, Before = [Weaker], Authorization = "Bearer {access_token}" }, (answer, _) => change(answer));
}
