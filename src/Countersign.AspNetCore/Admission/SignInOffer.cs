using System.Globalization;
using Countersign.Decisions;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>What an answer adds where a refused request could have got in by a session.</summary>
internal static class SignInOffer
{
    /// <summary>Shorter than what servers and proxies take of a request line.</summary>
    private const int LongestLocation = 6000;

    /// <summary>The page to sign in, for programs to tell of; null where that would not help.</summary>
    public static string? PageFor(in JudgedRequest judged) =>
        judged is { Area.Session: { } session, Facts: { } facts, Decision.Refusal: { } refusal } && refusal.Row().Status == 401 && (facts.IsTls || !session.NeedsTls)
            ? session.FormAction
            : null;

    /// <summary>Where to send the request instead of refusing it; null where the 401 itself is the answer.</summary>
    public static string? LocationFor(HttpContext context, in JudgedRequest judged)
    {
        if (PageFor(judged) is not { } page || !IsSentOn(context.Request, judged))
            return null;
        var decision = judged.Decision;
        var reason = decision.CredentialsPresented ? string.Create(CultureInfo.InvariantCulture, $"reason={decision.Refusal!.Value.PublicRow().Slug}") : "";
        var target = judged.Facts!.Canonical;
        var whole = With(page, target.ToString(), reason);
        if (whole.Length <= LongestLocation)
            return whole;

        // Too long to be asked for: better the start of the page than no page.
        var bare = With(page, target.Path, reason);
        return bare.Length <= LongestLocation ? bare : With(page, "/", reason);
    }

    /// <summary>The line by which a browser forgets a session that is over; null where it presented none, or none that is (CONTRACT 27).</summary>
    public static string? ForgettingFor(in JudgedRequest judged)
    {
        if (judged is not { Area.Session: { } session, Facts: { } facts } || judged.Decision.SchemeVerdicts.IsDefaultOrEmpty)
            return null;
        foreach (var verdict in judged.Decision.SchemeVerdicts)
        {
            if (verdict.SchemeId == session.Id && verdict.Verdict?.Refusal is { } refusal && IsToForget(refusal, facts))
                return SessionCookie.Clear(facts.IsTls);
        }

        return null;
    }

    /// <summary>
    /// The answer to a script may come when the person has just signed in anew, and would take that session away: signing in replaces a cookie that is over.
    /// One that can't be read may be doubled, and then does not go by itself.
    /// </summary>
    private static bool IsToForget(Refusal refusal, RequestFacts facts) =>
        SessionScheme.IsOver(refusal) && (refusal == Refusal.SessionUnreadable || !facts.IsFromScript);

    /// <summary>Who came with other credentials knows how to authenticate, and has to be told what is wrong with them.</summary>
    private static bool IsSentOn(HttpRequest request, in JudgedRequest judged)
    {
        var area = judged.Area!;
        if (request.Headers.Authorization.Count > 0 || (judged.Decision.CredentialsPresented && !HasSessionAlone(judged.Decision, area.Session!)))
            return false;
        return area.OnUnauthenticated switch
        {
            UnauthenticatedAnswer.Auto => Navigation.Is(request),
            UnauthenticatedAnswer.Login => Navigation.IsPlain(request),
            UnauthenticatedAnswer.Challenge => false,
        };
    }

    private static bool HasSessionAlone(in Decision decision, SessionScheme session) =>
        !decision.SchemeVerdicts.IsDefaultOrEmpty && decision.SchemeVerdicts.All(verdict => verdict.SchemeId == session.Id);

    private static string With(string page, string target, string reason) =>
        $"{page}?return={Uri.EscapeDataString(target)}{(reason.Length == 0 ? "" : "&" + reason)}";
}
