using Countersign.Decisions;
using Countersign.Lab.Simulator.Endpoints.Protected;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Sessions;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Sites;

/// <summary>How addresses of the site answer.</summary>
internal static class SiteAnswers
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>Something that is there for everybody.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Open(string mediaType, string text) => (_, _) => ValueTask.FromResult(Answer(mediaType, text));

    /// <summary>The same, made of the root of the site.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Open(string mediaType, Func<string, string> text) => (request, _) => ValueTask.FromResult(Answer(mediaType, text(SiteOrigin.RootOf(request.Context))));

    /// <summary>A page for everybody.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Page(string title, string head, string body) => Open(Html, PageText(title, head, body));

    /// <summary>A page for those with the password.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Members(string title, string body) => Basic(Html, PageText(title, "", body));

    /// <summary>Something for those with the password.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Basic(string mediaType, string text) => async (request, cancel) =>
    {
        var place = new ProtectedPlace([new BasicKind()]);
        var judged = await place.JudgeAsync(request, cancel);
        var answer = place.Answer(judged);
        if (judged.Decision.IsAdmitted)
            answer.SetText(text, mediaType);
        return answer;
    };

    /// <summary>Something that nobody gets here: it asks for a token.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Bearer() => (_, _) =>
    {
        var answer = Refused(401, Refusal.CredentialsMissing);
        answer.Add("WWW-Authenticate", "Bearer realm=\"Site\"");
        answer.Add("Cache-Control", "no-store");
        return ValueTask.FromResult(answer);
    };

    /// <summary>Something that is forbidden.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Forbidden() => (_, _) => ValueTask.FromResult(Refused(403, Refusal.SubjectNotAllowed));

    /// <summary>A page for those who signed in, which leads strangers to the page to sign in.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> SignedIn(string title, string body) => (request, _) =>
    {
        var answer = SessionCookies.In(request) is { } session && request.State.Sessions.Read(session, out var _) is not null ? Answer(Html, PageText(title, "", body)) : Refused(302, Refusal.CredentialsMissing);
        if (answer.Status == 302)
            answer.Add("Location", $"{SiteOrigin.RootOf(request.Context)}login?return={Uri.EscapeDataString(request.Facts.Target)}");
        answer.Add("Cache-Control", "private, no-store");
        return ValueTask.FromResult(answer);
    };

    /// <summary>The page to sign in, sent as success.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Login() => async (request, cancel) =>
    {
        var isSent = HttpMethods.IsPost(request.Method);
        if (!isSent || !await SessionForm.IsGoodAsync(request, cancel))
        {
            var form = Answer(Html, SignInPage.Text("", ""));
            form.Status = isSent ? 403 : 200;
            form.Add("Cache-Control", "no-store");
            return form;
        }

        var user = SessionForm.UserOf(request);
        var answer = new SimulatedAnswer(303) { Diagnosis = new("a name and its password", "both") { Subject = user } };
        answer.Add("Set-Cookie", SessionCookies.Right(request.State.Sessions.Begin(user, request.Client.Next("session")), SiteOrigin.PathOf(request.Context)));
        answer.Add("Location", SessionForm.ReturnOf(request) ?? SiteOrigin.PathOf(request.Context));
        answer.Add("Cache-Control", "no-store");
        return answer;
    };

    /// <summary>A page that programs don't get.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Browsers(string title, string body) => (request, _) =>
        ValueTask.FromResult(request.Field("User-Agent")?.StartsWith("Mozilla/", StringComparison.Ordinal) == true ? Answer(Html, PageText(title, "", body)) : Refused(403, Refusal.SubjectNotAllowed));

    /// <summary>A page that a cache gives to everybody, and that needs the password behind it.</summary>
    public static Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> Cached(string title, string body)
    {
        var behind = Members(title, body);
        return (request, cancel) =>
        {
            // A cache knows an address with its query (RFC 9111 §2).
            if (request.Context.Request.QueryString.HasValue)
                return behind(request, cancel);
            var answer = Answer(Html, PageText(title, "", body));
            answer.Add("Age", "30");
            answer.Add("Cache-Control", "public, max-age=60");
            answer.Add("Cache-Status", "simulated; hit; ttl=30");
            return ValueTask.FromResult(answer);
        };
    }

    private static SimulatedAnswer Answer(string mediaType, string text)
    {
        var answer = new SimulatedAnswer(200);
        answer.SetText(text, mediaType);
        return answer;
    }

    private static SimulatedAnswer Refused(int status, Refusal refusal) => new(status) { Diagnosis = new("nothing: whoever comes is refused", "a request") { Refusal = refusal } };

    private static string PageText(string title, string head, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{title} (simulated)</title><link rel="icon" href="data:,">
        {head}
        </head>
        <body>
        <h1>{title}</h1>
        {body}
        </body>
        </html>

        """;
}
