using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Signs out: by POST, from a page of ours. To GET it shows the button.</summary>
internal sealed class LogoutEndpoint(SignInDesk desk) : IOwnEndpoint
{
    /// <inheritdoc/>
    public bool Takes(string path) => path == PlainPages.LogoutPath;

    /// <inheritdoc/>
    public Task ServeAsync(Passage passage, HttpRequestFacts facts) => facts.Method switch
    {
        "GET" or "HEAD" => ShowAsync(passage, facts),
        "POST" => EndAsync(passage, facts),
        _ => SignInDesk.RefuseMethodAsync(passage.Context, "GET, HEAD, POST"),
    };

    private async Task ShowAsync(Passage passage, HttpRequestFacts facts)
    {
        var (context, text) = (passage.Context, desk.TextFor(passage.Context));
        var session = await desk.SessionOfAsync(facts, context.RequestAborted);
        if (session is { Outcome: SessionOutcome.Unavailable } unknown)
        {
            await desk.RefuseForNowAsync(passage, facts, unknown.Evidence, null, PlainPages.LogoutPath);
            return;
        }

        var page = session is { Outcome: SessionOutcome.Good, Subject: { } subject }
            ? PlainPages.SignOut(desk.Theme, text, subject.Name)
            : PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.NotSignedIn), NoteKind.Plain));
        await desk.WritePageAsync(context, StatusCodes.Status200OK, page);
    }

    private async Task EndAsync(Passage passage, HttpRequestFacts facts)
    {
        var (context, text) = (passage.Context, desk.TextFor(passage.Context));
        if (RequestOrigin.Suspect(facts, []) is { } suspicion)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, suspicion), isPresented: true);
            await desk.RefuseAsync(passage, told, () => PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.SignOutRefused))));
            return;
        }

        Uri? next = null;
        string? provider = null;
        try
        {
            if (desk.Elsewhere is { } elsewhere && !SignInDesk.WantsJson(context) && await desk.SessionOfAsync(facts, context.RequestAborted) is { Outcome: SessionOutcome.Good, Subject.Session: { } session })
                (next, provider) = await elsewhere.NextAsync(session, facts, context.RequestAborted);
            if (SignInCookies.SessionOf(facts) is { } presented && await desk.Services.Sessions.EndAsync(presented, context.RequestAborted) is { } handle)
                desk.Services.Log.SignedOut(handle, facts.ClientAddress);
        }
        catch (StoreUnavailableException failure)
        {
            await desk.RefuseForNowAsync(passage, facts, failure.Message, null, PlainPages.LogoutPath);
            return;
        }

        SignInCookies.ClearSession(context, facts);
        if (SignInCookies.BrowserOf(facts) is { } browser)
            SignInCookies.Give(context, facts, browser.Forgetting());
        if (SignInDesk.WantsJson(context))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.CacheControl = "no-store";
            return;
        }

        // Not by a redirect: a form's answer may lead to no other site (Content Security Policy, form-action).
        if (next is not null)
            context.Response.Headers["Refresh"] = $"0; url={next.AbsoluteUri}";
        await desk.WritePageAsync(context, StatusCodes.Status200OK, next is null
            ? PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.SignedOut), NoteKind.Good))
            : SignOnPages.SignedOut(desk.Theme, text, provider!, next));
    }
}
