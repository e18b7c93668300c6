using System.Globalization;
using Countersign.AspNetCore.Admission;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Hosting;

/// <summary>What an answer adds where a refused request could have got in by a session.</summary>
internal static class SignInOffer
{
    /// <summary>Shorter than what servers and proxies take of a request line.</summary>
    private const int LongestLocation = 6000;

    /// <summary>The page to sign in, for programs to tell of; null where that would not help.</summary>
    public static string? PageFor(in Judgement judgement) =>
        judgement is { Route.Session: { } session, Facts: { } facts, Decision.Refusal: { } refusal } && refusal.Row().Status == 401 && (facts.IsTls || !session.NeedsTls)
            ? session.FormAction
            : null;

    /// <summary>Where to send the request instead of refusing it; null where the 401 itself is the answer.</summary>
    public static string? LocationFor(HttpContext context, in Judgement judgement)
    {
        if (PageFor(judgement) is not { } page || !IsSentOn(context.Request, judgement))
            return null;
        var decision = judgement.Decision;
        var reason = decision.CredentialsPresented ? string.Create(CultureInfo.InvariantCulture, $"reason={decision.Refusal!.Value.PublicRow().Slug}") : "";
        var target = judgement.Facts!.Canonical;
        var whole = With(page, target.ToString(), reason);
        if (whole.Length <= LongestLocation)
            return whole;

        // Too long to be asked for: better the start of the page than no page.
        var bare = With(page, target.Path, reason);
        return bare.Length <= LongestLocation ? bare : With(page, "/", reason);
    }

    /// <summary>The line by which a browser forgets a session that is over; null where it presented none, or none that is (CONTRACT 27).</summary>
    public static string? ForgettingFor(in Judgement judgement)
    {
        if (judgement is not { Route.Session: { } session, Facts: { } facts } || judgement.Decision.SchemeVerdicts.IsDefaultOrEmpty)
            return null;
        foreach (var verdict in judgement.Decision.SchemeVerdicts)
        {
            if (verdict.SchemeId == session.Id && verdict.Verdict?.Refusal is { } refusal && SessionScheme.IsOver(refusal))
                return SessionCookie.Clear(facts.IsTls);
        }

        return null;
    }

    /// <summary>Who came with other credentials knows how to authenticate, and has to be told what is wrong with them.</summary>
    private static bool IsSentOn(HttpRequest request, in Judgement judgement)
    {
        var route = judgement.Route!;
        if (request.Headers.Authorization.Count > 0 || (judgement.Decision.CredentialsPresented && !HasSessionAlone(judgement.Decision, route.Session!)))
            return false;
        return route.Configuration.OnUnauthenticated switch
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
