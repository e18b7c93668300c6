using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Desk.Factors;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>What all addresses for signing in and out share: who is there, how they look, and how a refusal is told.</summary>
internal sealed class SignInDesk
{
    /// <summary>The name of the desk where others have that of a route: in the journal, in logs and metrics.</summary>
    public const string AreaName = "(sign-in)";

    public required SignInConfiguration Configuration { get; init; }

    public required SessionScheme Scheme { get; init; }

    /// <summary>What is refused at the desk is refused for: it asks for a session.</summary>
    public required ProtectedArea Area { get; init; }

    public required DoorServices Services { get; init; }

    public required RefusalReporter Reporter { get; init; }

    public required Attempts Attempts { get; init; }

    public required IPasswordVault Vault { get; init; }

    public required SignInCompletion Completion { get; init; }

    /// <summary>What follows the password; null where nothing does.</summary>
    public ISecondStep? SecondStep { get; init; }

    /// <summary>Passkeys; null where they are not offered.</summary>
    public PasskeyOffer? Passkeys { get; init; }

    /// <summary>Who else signs people in.</summary>
    public ImmutableArray<SignInProvider> Providers { get; init; } = [];

    /// <summary>Where sessions are looked up: as routes do.</summary>
    public required ISessions Sessions { get; init; }

    /// <summary>Where those go on who sign out; null where nobody signs in elsewhere.</summary>
    public SignOnLogout? Elsewhere { get; init; }

    /// <summary>The other hosts, where one has the page for all; null where each has its own.</summary>
    public OtherHosts? OtherHosts { get; init; }

    /// <summary>How one has to have signed in for a place of the door; null for in any way.</summary>
    public required Func<HttpContext, HttpRequestFacts, CanonicalTarget, SignInDemand?> DemandAt { get; init; }

    /// <summary>Whether sessions can be kept when the browser is closed.</summary>
    public bool OffersRemember { get; init; }

    public PageTheme Theme => Configuration.Theme;

    public DateTimeOffset Now => Services.Clock.GetUtcNow();

    /// <summary>The sign-in page with all that is offered here.</summary>
    public LoginPage PageOf(LoginPage page, HttpContext context, HttpRequestFacts request, ReturnTarget target, string attempt) => page with
    {
        Attempt = Configuration.HasUsers ? attempt : null,
        Target = target,
        Passkey = Configuration.HasUsers && Passkeys is { } passkeys ? passkeys.FormFor(context, request, TextFor(context), attempt) : Html.None,
        Providers = Providers,
        OffersRemember = OffersRemember,
    };

    /// <summary>The language for a request.</summary>
    public PageText TextFor(HttpContext context) => Theme.Texts.For(context.Request.Headers.AcceptLanguage.ToString());

    /// <summary>The session that a request carries; null when it carries none.</summary>
    public async ValueTask<SessionCheck?> SessionOfAsync(RequestFacts request, CancellationToken cancel)
    {
        // As on routes: what travels in the open is nobody's word.
        if (Scheme.NeedsTls && !request.IsTls)
            return null;
        if (SignInCookies.SessionOf(request) is { } presented)
            return await Sessions.FindAsync(presented, cancel);
        return SignInCookies.HasSession(request) ? new(SessionOutcome.Unreadable) : null;
    }

    /// <summary>The browser of a request, or one that was never seen, with an attempt of its own.</summary>
    public string Begin(HttpContext context, RequestFacts request, Attempt attempt)
    {
        var browser = SignInCookies.BrowserOf(request)?.Forgetting() ?? AttemptBrowser.Create();
        SignInCookies.Give(context, request, browser);
        return Attempts.Seal(attempt, browser);
    }

    /// <summary>Where a browser goes on when its session has begun: at this host, or, with a ticket, at the one that it came from.</summary>
    public string PlaceAfter(RequestFacts request, Attempt attempt, string session) =>
        OtherHosts is { } hosts && attempt is { ForHost: { } host, ForBrowser: { } browser } ? hosts.PlaceFor(request, host, browser, attempt.Target, session) : attempt.Target.Path;

    /// <summary>What a link carries whose sign-in is for another host, so that it leads back there; null where it is for this one.</summary>
    public string? HandoverFor(string? forHost, string? forBrowser, ReturnTarget target) =>
        OtherHosts is { } hosts && forHost is not null && forBrowser is not null ? hosts.Handovers.Begin(forHost, forBrowser, target) : null;

    /// <summary>The origin to which the form of an attempt leads on; null where it is this one.</summary>
    public static string? FurtherTargetOf(RequestFacts request, Attempt? attempt) => attempt?.ForHost is { } host ? OtherHosts.OriginOf(request, host) : null;

    /// <summary>Tells journal, log, metrics and span of a refusal. The answer is still to be given.</summary>
    public AnswerFacts Tell(in Passage passage, HttpRequestFacts request, Verdict verdict, bool isPresented)
    {
        var judged = new JudgedRequest
        {
            Facts = request,
            Area = Area,
            Decision = new() { Refusal = verdict.Refusal, Scheme = Scheme, Verdict = verdict, SchemeVerdicts = [new(Scheme.Id, verdict)], CredentialsPresented = isPresented },
        };
        if (passage.Span is { } span)
        {
            span.DisplayName = $"{span.OperationName} {Area.Name}";
            span.SetTag("http.route", Area.Name);
            span.SetTag("countersign.scheme", Scheme.Id);
        }

        return Reporter.Tell(passage.Context, judged, passage.Started, passage.Span);
    }

    /// <summary>Answers a refusal: with a page where one was asked for, else in the form that was.</summary>
    public Task RefuseAsync(in Passage passage, AnswerFacts answer, Func<string> page, string? furtherTarget = null)
    {
        if (AnswerNegotiation.Choose(passage.Context.Request) != AnswerMedia.Html)
        {
            Reporter.Answer(passage.Context, answer);
            return Task.CompletedTask;
        }

        AnswerWriter.WriteHead(passage.Context, answer);
        return WritePageAsync(passage.Context, answer.Status, page(), furtherTarget);
    }

    /// <summary>Answers that nothing can be done while the store can't be asked: whoever is signed in still is, and is not told otherwise.</summary>
    /// <param name="passage">The request on its way.</param>
    /// <param name="request">What is seen of it.</param>
    /// <param name="why">What is wrong, for the operator.</param>
    /// <param name="user">Whose it is, where that is known.</param>
    /// <param name="path">Where it is tried again.</param>
    public Task RefuseForNowAsync(in Passage passage, HttpRequestFacts request, string? why, string? user, string path)
    {
        var told = Tell(passage, request, Verdict.Refuse(Refusal.ProtectionUnavailable, why, user), isPresented: true);
        var text = TextFor(passage.Context);
        var what = path == PlainPages.LogoutPath ? Phrase.SignOutNotNow : Phrase.NotNow;
        return RefuseAsync(passage, told, () => PlainPages.Later(Theme, text, text.Say(what, ("wait", text.Wait(told.RetryAfter ?? TimeSpan.FromSeconds(30)))), path));
    }

    /// <summary>Answers with a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="page">The whole page.</param>
    /// <param name="furtherTarget">The origin to which its form leads on, where that is another one; null for none.</param>
    public async Task WritePageAsync(HttpContext context, int status, string page, string? furtherTarget = null)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(page);
        context.Response.StatusCode = status;
        Declare(context.Response.Headers);
        context.Response.Headers.ContentSecurityPolicy = PageLayout.PolicyFor(Theme, furtherTarget, PageScript.SourcesIn(page));
        context.Response.Headers.Vary = "Accept, Accept-Language, Cookie";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>Sends the browser elsewhere, by GET whatever the method was.</summary>
    public static void Redirect(HttpContext context, string place)
    {
        Declare(context.Response.Headers);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = place;
    }

    /// <summary>Answers that an address does not take this method.</summary>
    public static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return PlainProblem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"This address takes {allowed}.");
    }

    /// <summary>Whether a program asks, which says that it reads JSON.</summary>
    public static bool WantsJson(HttpContext context) =>
        context.Request.Headers.Accept.ToString() is not ("" or "*/*") && AnswerNegotiation.Choose(context.Request) == AnswerMedia.Problem;

    /// <summary>Nothing of the desk is kept by anybody. Its own pages may see where a form came from, or browsers would send no Origin with it.</summary>
    private static void Declare(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers["X-Robots-Tag"] = "noindex";
    }
}
