using System.Collections.Immutable;
using System.Globalization;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Sessions;
using Countersign.Lab.Simulator.Twists.Challenges;
using Countersign.Lab.Simulator.Twists.Flapping;

namespace Countersign.Lab.Simulator.Endpoints.Sessions;

/// <summary>Where a session counts.</summary>
internal sealed class SessionAccountEndpoint : SimulatedEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Address = $"{SessionCookies.Folder}/account";

    private const int MostCookies = 8 * 1024;
    private const string Dead = $"{SessionCookies.Name}=dead";

    private static readonly ImmutableArray<(string Value, string Story)> Refusals =
    [
        ("right", "A session that is none, or has ended, is taken away with the 401, and strangers are given none."),
        ("churn", "Each 401 to a stranger begins a session."),
        ("trap", "Strangers are led to the page to sign in, and a dead session is refused without taking it away: its owner never gets there."),
        ("misses", "A dead session is taken away with another path than it was set with: browsers keep it (RFC 6265 §5.3)."),
    ];

    public override string Path => Address;

    public override SimulatorGroup Group => SimulatorGroup.Cookies;

    public override string Story => $"Lets in the sessions that {SessionSignInEndpoint.Address} begins, and those with Basic.";

    public override ImmutableArray<SimulatorParameter> Parameters =>
    [
        LoginParameters.User, LoginParameters.Password, LoginParameters.Realm,
        new("refusal", string.Join(' ', Refusals.Select(each => $"{each.Value}: {each.Story}")), "right"),
        new("uses", "How often a session gets in here before it ends."),
    ];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(SimulatedCall.Get(Address)),
        new(SimulatedCall.Get(Address), SimulatedCall.Get(Address).With("Cookie", Dead)),
        new(SignIn(), Ask("?uses=1"), Ask("?uses=1")),
        new(SimulatedCall.Get($"{Address}?refusal=churn"), SimulatedCall.Get($"{Address}?refusal=churn")) { Provokes = ["cookies/session-on-refusal"] },
        new(SimulatedCall.Get($"{Address}?refusal=trap").With("Cookie", Dead), SimulatedCall.Get($"{Address}?refusal=trap")) { Provokes = ["cookies/trapping"] },
        new(SignIn(), Ask("?refusal=misses&uses=1"), Ask("?refusal=misses&uses=1"), Ask("?refusal=misses&uses=1")) { Provokes = ["cookies/sent-though-removed"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var refusal = request.Query("refusal") ?? "right";
        if (Refusals.All(each => each.Value != refusal))
            return Unknown($"a refusal of {string.Join(", ", Refusals.Select(each => each.Value))}");
        if (request.Query("uses") is { } uses && Count.FaultOf(uses) is { } fault)
            return Unknown($"uses in numbers. {fault}");
        if (request.Context.Request.Headers.Cookie.Sum(line => line?.Length ?? 0) > MostCookies)
            return TooLong();
        var place = new ProtectedPlace([new BasicKind()]);
        var judged = await place.JudgeAsync(request, cancel);
        var session = SessionCookies.In(request);
        var reason = Refusal.CredentialsMissing;
        if (!judged.Decision.IsAdmitted && session is not null && UserOf(request, session, out reason) is { } user)
            return Admitted(user);
        var answer = place.Answer(judged);
        if (!judged.Decision.IsAdmitted)
            Refuse(answer, request, refusal, session is null ? null : reason);
        return answer;
    }

    private static SimulatedCall SignIn() => SimulatedCall.Get(SessionSignInEndpoint.Address).With("Authorization", LoginParameters.Basic);

    private static SimulatedCall Ask(string query) => SimulatedCall.Get($"{Address}{query}").WithCookies();

    private static string? UserOf(SimulatedRequest request, string session, out Refusal reason)
    {
        if (request.State.Sessions.Read(session, out reason) is not { } user)
            return null;
        if (request.Query("uses") is not { } uses || request.Client.Next($"uses of {session}") <= int.Parse(uses, CultureInfo.InvariantCulture))
            return user;
        reason = Refusal.SessionRevoked;
        return null;
    }

    private static SimulatedAnswer Admitted(string user)
    {
        var answer = new SimulatedAnswer(200) { Diagnosis = new("a session, or Basic", "a session") { Subject = user } };
        answer.Add("Cache-Control", "private, no-store");
        return answer;
    }

    private static void Refuse(SimulatedAnswer answer, SimulatedRequest request, string how, Refusal? dead)
    {
        if (dead is { } reason)
        {
            answer.Diagnosis = answer.Diagnosis! with { Received = "a session that is none, or has ended", Refusal = reason, Fix = [new(RequestChangeKind.SetUrl, SessionSignInEndpoint.Address)] };
            if (how is "right" or "churn")
                answer.Add("Set-Cookie", SessionCookies.Removal());
            if (how == "misses")
                answer.Add("Set-Cookie", SessionCookies.Removal("/"));
            return;
        }

        if (how == "churn")
            answer.Add("Set-Cookie", SessionCookies.Right(request.State.Sessions.Begin("", request.Client.Next("session"))));
        if (how != "trap")
            return;
        answer.Status = 303;
        answer.Remove(ChallengeText.Field);
        answer.Add("Location", SessionSignInEndpoint.Address);
    }

    private static SimulatedAnswer TooLong()
    {
        var answer = new SimulatedAnswer(431) { Diagnosis = new($"cookies of at most {MostCookies} octets", "more") };
        answer.SetText("The cookies are too long.\n", "text/plain; charset=utf-8");
        return answer;
    }

    private static SimulatedAnswer Unknown(string expected) => new(400) { Diagnosis = new(expected, "another one") };
}
