using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Wire;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>What the challenge of Bearer says of what is wrong, and with which status.</summary>
internal sealed class ErrorTwist : RefusalTwist
{
    private const string Place = "/sim/401/bearer";
    private const string Token = "Bearer anything";

    private static readonly string[] Members = ["error", "error_description", "error_uri"];

    public override string Name => "error";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Says another error than it should (RFC 6750 §3.1), none, or with another status.";

    public override string? Scheme => "bearer";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Sent("missing", "A token came, and it is not said what is wrong with it (RFC 6750 §3).", (answer, _) => BearerLines.Edit(answer, each => each.But(Members)), "bearer/error-missing"),
        Sent("in-content", "What is wrong stands in the content alone, where no client of Bearer looks for it.", InContent, "bearer/error-missing"),
        new(new("unasked", "An error stands in the challenge though no token came (RFC 6750 §3.1).", "bearer/error-without-credentials") { At = Place }, (answer, judged) => Unasked(answer, judged)),
        Sent("unknown", "The error is none that is registered.", (answer, _) => Say(answer, "token_expired"), "bearer/error-unknown"),
        Sent("invalid-token-403", "invalid_token with 403: clients take the token for good, and get no new one.", (answer, _) => Say(answer, "invalid_token", 403), "bearer/error-status", "token/opaque"),
        Sent("invalid-token-400", "invalid_token with 400.", (answer, _) => Say(answer, "invalid_token", 400), "bearer/error-status"),
        Sent("invalid-request-401", "invalid_request with 401, where it has 400.", (answer, _) => Say(answer, "invalid_request", 401), "bearer/error-status"),
        Sent("insufficient-scope-401", "insufficient_scope with 401: clients get a new token, which is refused for the same reason.", (answer, _) => Say(answer, "insufficient_scope", 401), "bearer/error-status", "bearer/scope-unnamed"),
        Sent("description", "The description holds letters that may not stand there (RFC 6750 §3).", (answer, _) => Describe(answer), "bearer/characters", "token/opaque"),
        Sent("no-description", "There is a code without a description: that is allowed, and helps nobody.", (answer, _) => BearerLines.Edit(answer, each => each.But("error_description")), "token/opaque"),
    ];

    private static TwistRow Sent(string value, string story, Action<SimulatedAnswer, Judged> change, params ImmutableArray<string> provokes) =>
        new(new(value, story, provokes) { At = Place, Authorization = Token }, change);

    private static void Unasked(SimulatedAnswer answer, Judged judged)
    {
        if (!judged.Decision.CredentialsPresented)
            Say(answer, "invalid_token");
    }

    private static void Say(SimulatedAnswer answer, string code, int? status = null)
    {
        answer.Status = status ?? answer.Status;
        BearerLines.Edit(answer, each => [.. each.But("error"), new AuthParam("error", code)]);
    }

    private static void Describe(SimulatedAnswer answer) =>
        BearerLines.Edit(answer, each => [.. each.But("error_description"), new AuthParam("error_description", Challenges.ChallengeText.Octets("Das Token ist ung\u00fcltig"))]);

    private static void InContent(SimulatedAnswer answer, Judged judged)
    {
        BearerLines.Edit(answer, each => each.But(Members));
        answer.SetText("{\"error\":\"invalid_token\",\"error_description\":\"The access token is not valid\"}", "application/json");
    }
}
