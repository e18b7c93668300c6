using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>What is said of the scope that a token lacks.</summary>
internal sealed class ScopeTwist : RefusalTwist
{
    private const string Place = "/sim/401/bearer?scope=write";

    private static readonly SimulatedCall Lesser = SimulatedCall.Get("/idp/mint?scope=read");

    public override string Name => "scope-said";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Names the scope that a token lacks otherwise than it should (RFC 6750 §3.1), or not at all.";

    public override string? Scheme => "bearer";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row("no", "insufficient_scope, and which one is not said: the client can't ask for it.", answer => BearerLines.Edit(answer, each => each.But("scope")), "bearer/scope-unnamed"),
        Row("other", "Another scope is named than the one that is needed: clients that get it are refused again.", answer => Say(answer, "read admin"), "token/scope-missing"),
        Row("commas", "The scopes have commas between them, which makes one name of them (RFC 6749 §3.3).", answer => Say(answer, "read,write"), "token/scope-missing"),
        Row("blanks", "There are several blanks between the scopes.", answer => Say(answer, "read  write"), "bearer/characters", "token/scope-missing"),
        Row("unauthorized", "The answer is 401 without an error: clients get a new token with the same scopes, and again.", Unauthorized, "bearer/error-missing"),
    ];

    private static TwistRow Row(string value, string story, Action<SimulatedAnswer> change, params ImmutableArray<string> provokes) =>
        new(new(value, story, provokes) { At = Place, Before = [Lesser], Authorization = "Bearer {access_token}" }, (answer, _) => change(answer));

    private static void Say(SimulatedAnswer answer, string scopes) => BearerLines.Edit(answer, each => [.. each.But("scope"), new AuthParam("scope", scopes)]);

    private static void Unauthorized(SimulatedAnswer answer)
    {
        answer.Status = 401;
        BearerLines.Edit(answer, each => each.But("error", "error_description"));
    }
}
