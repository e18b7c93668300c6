using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Countersign.Ports;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>The sign-in page, and its form.</summary>
internal sealed class LoginEndpoint(SignInDesk desk) : IOwnEndpoint
{
    /// <summary>So soon behind a sign-in, nobody comes back of his own will without a session.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly LoginSubmission _submission = new(desk);

    /// <inheritdoc/>
    public bool Takes(string path) => path == LoginPage.Path;

    /// <inheritdoc/>
    public bool LetsIn(string method) => method == "POST";

    /// <inheritdoc/>
    public Task ServeAsync(Passage passage, HttpRequestFacts facts) => facts.Method switch
    {
        "GET" or "HEAD" => ShowAsync(passage, facts),
        "POST" => _submission.TakeAsync(passage, facts),
        _ => SignInDesk.RefuseMethodAsync(passage.Context, "GET, HEAD, POST"),
    };

    private async Task ShowAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        var text = desk.TextFor(context);
        var query = context.Request.Query;
        var target = ReturnTarget.Read(query["return"] is [var asked] ? asked : null);
        if (desk.Scheme.NeedsTls && !facts.IsTls)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.CleartextTransport), isPresented: false);
            await desk.RefuseAsync(passage, told, () => PlainPages.Failed(desk.Theme, text, Phrase.CleartextRefused, LoopCauses.Of(facts, desk.Configuration.Host, null), target, told.Reference));
            return;
        }

        var session = await desk.SessionOfAsync(facts, context.RequestAborted);
        var wantsForm = query.ContainsKey("fresh");
        var handover = desk.OtherHosts is { } others && !others.IsElsewhere(facts) ? others.Handovers.Read(query["for"] is [var sealedText] ? sealedText : null) : null;
        if (handover is not null)
            (target, wantsForm) = (ReturnTarget.Read(handover.Target), wantsForm || handover.WantsForm);
        var attempt = new Attempt(target, desk.Now) { ForHost = handover?.Host, ForBrowser = handover?.Browser };
        if (handover is not null && !wantsForm && session is { Outcome: SessionOutcome.Good, Subject.Session: { } living })
        {
            SignInDesk.Redirect(context, desk.PlaceAfter(facts, attempt, living.Handle));
            return;
        }

        if (session is { Outcome: SessionOutcome.Good, Subject: { } subject } && !wantsForm)
        {
            await desk.WritePageAsync(context, StatusCodes.Status200OK, PlainPages.SignedIn(desk.Theme, text, subject.Name, target));
            return;
        }

        // Whoever sent the browser here may have taken the cookie off already, and said why.
        var outcome = session is { Outcome: not SessionOutcome.Good } refused ? refused.Outcome : OutcomeOf(query["reason"]);
        if (session is not { Outcome: SessionOutcome.Good } && IsLoop(facts, outcome))
        {
            await ExplainAsync(context, facts, text, target, outcome);
            return;
        }

        if (desk.OtherHosts is { } hosts && hosts.IsElsewhere(facts))
        {
            await SendOnAsync(context, facts, text, hosts, target, wantsForm);
            return;
        }

        var note = NoteFor(outcome, text);
        if (note is null && !wantsForm && !desk.Configuration.HasUsers && desk.Providers is [var only])
        {
            SignInDesk.Redirect(context, LoginPage.AddressWith(only.StartPath, target, handover is null ? "" : $"&for={query["for"]}"));
            return;
        }

        var form = desk.Begin(context, facts, attempt);
        if (SignInDesk.WantsJson(context))
        {
            await FormJson.WriteAsync(context, LoginPage.Path, form, LoginPage.NameField, LoginPage.PasswordField, LoginPage.RememberField);
            return;
        }

        var page = desk.PageOf(new() { Note = note, Handover = handover is null ? null : query["for"].ToString() }, context, facts, target, form);
        await desk.WritePageAsync(context, StatusCodes.Status200OK, page.Write(desk.Theme, text), SignInDesk.FurtherTargetOf(facts, attempt));
    }

    /// <summary>To the one host that has the page.</summary>
    private Task SendOnAsync(HttpContext context, HttpRequestFacts facts, PageText text, OtherHosts hosts, ReturnTarget target, bool wantsForm)
    {
        if (hosts.Knows(facts.Host) && hosts.IsAtItsPort(facts))
        {
            SignInDesk.Redirect(context, hosts.PageFor(context, facts, target, wantsForm));
            return Task.CompletedTask;
        }

        var cause = hosts.Knows(facts.Host)
            ? new LoopCause($"People sign in at {desk.Configuration.Host}, and {facts.Authority} has another port: only to the same one is anybody sent back.", $"host: {desk.Configuration.Host}")
            : new LoopCause($"People sign in at {desk.Configuration.Host}, and no route names {facts.Host}: only to hosts that routes name is anybody sent back.", $"match: {{ host: {facts.Host} }}");
        var page = PlainPages.Failed(desk.Theme, text, text.Say(Phrase.HostUnknown, ("host", facts.Host)), [cause], target);
        return desk.WritePageAsync(context, StatusCodes.Status400BadRequest, page);
    }

    /// <summary>Whether somebody has just signed in here, and comes without that session: once more would be the same again.</summary>
    private bool IsLoop(HttpRequestFacts facts, SessionOutcome? outcome) =>
        (outcome is null or SessionOutcome.Unknown or SessionOutcome.Unreadable)
        && SignInCookies.BrowserOf(facts) is { Completed: { } completed } && (desk.Now - completed).Duration() < Soon;

    private Task ExplainAsync(HttpContext context, HttpRequestFacts facts, PageText text, ReturnTarget target, SessionOutcome? outcome)
    {
        var causes = LoopCauses.Of(facts, desk.Configuration.Host, outcome);
        desk.Services.Log.SignInLoop(facts.Authority, facts.ClientAddress, causes[0].Sentence);
        SignInCookies.Give(context, facts, SignInCookies.BrowserOf(facts)!.Forgetting());
        return desk.WritePageAsync(context, StatusCodes.Status400BadRequest, PlainPages.Failed(desk.Theme, text, Phrase.SessionLost, causes, target));
    }

    /// <summary>What the slug of a refusal says became of the session.</summary>
    private static SessionOutcome? OutcomeOf(string? reason) => reason switch
    {
        "session-idle" => SessionOutcome.Idle,
        "session-expired" => SessionOutcome.Expired,
        "session-revoked" => SessionOutcome.Revoked,
        "session-signed-out" => SessionOutcome.SignedOut,
        "session-unknown" => SessionOutcome.Unknown,
        "session-unreadable" => SessionOutcome.Unreadable,
        _ => null,
    };

    /// <summary>Why somebody with a session has to sign in again.</summary>
    private static Note? NoteFor(SessionOutcome? outcome, PageText text) => outcome switch
    {
        SessionOutcome.Idle => new(text.Say(Phrase.SessionIdle), NoteKind.Plain),
        SessionOutcome.Expired => new(text.Say(Phrase.SessionExpired), NoteKind.Plain),
        SessionOutcome.Revoked => new(text.Say(Phrase.SessionRevoked), NoteKind.Plain),
        SessionOutcome.SignedOut => new(text.Say(Phrase.SessionSignedOut), NoteKind.Plain),
        SessionOutcome.Unknown or SessionOutcome.Unreadable => new(text.Say(Phrase.SessionUnknown), NoteKind.Plain),
        _ => null,
    };
}
