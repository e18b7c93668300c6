using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Hosting;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.SignIn;

/// <summary>A person's own page: where they are signed in, and buttons to end that.</summary>
internal sealed class AccountEndpoint(SignInDesk desk) : IOwnEndpoint
{
    private static readonly ReturnTarget Here = ReturnTarget.Read(PlainPages.AccountPath);

    /// <inheritdoc/>
    public bool Takes(string path) => path == PlainPages.AccountPath;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method is not ("GET" or "HEAD" or "POST"))
        {
            await SignInDesk.RefuseMethodAsync(context, "GET, HEAD, POST");
            return;
        }

        if (await desk.SessionOfAsync(facts, context.RequestAborted) is not { Outcome: SessionOutcome.Good, Subject: { Session: { } session } subject })
        {
            SignInDesk.Redirect(context, LoginPage.AddressWith(LoginPage.Path, Here));
            return;
        }

        var text = desk.TextFor(context);
        if (facts.Method == "POST" && RequestOrigin.Suspect(facts, []) is { } suspicion)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, suspicion, subject.Name), isPresented: true);
            await desk.RefuseAsync(passage, told, () => PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.FormUnreadable))));
            return;
        }

        try
        {
            var own = await OwnAsync(session, context.RequestAborted);
            var note = facts.Method == "POST" ? await EndAsync(passage, facts, subject, session, own) : null;
            if (context.Response.HasStarted)
                return;
            if (note is not null)
                own = await OwnAsync(session, context.RequestAborted);
            await desk.WritePageAsync(context, StatusCodes.Status200OK, AccountPage.Write(desk.Theme, text, subject.Name, session.Handle, own, note));
        }
        catch (StoreUnavailableException failure)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.ProtectionUnavailable, failure.Message, subject.Name), isPresented: true);
            await desk.RefuseAsync(passage, told, () => PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.Unavailable, ("wait", text.Wait(told.RetryAfter ?? TimeSpan.FromSeconds(30)))))));
        }
    }

    private async Task<IReadOnlyList<SessionRecord>> OwnAsync(SessionFacts session, CancellationToken cancel)
    {
        // By the record of this very session: a provider's person may be named like a user of the store.
        var all = await desk.Services.Sessions.ListAsync(cancel);
        return all.FirstOrDefault(record => record.Handle == session.Handle) is { } mine
            ? [.. all.Where(record => record.Name == mine.Name && record.Provider == mine.Provider)]
            : [];
    }

    private async Task<Note?> EndAsync(Passage passage, HttpRequestFacts facts, Subject subject, SessionFacts session, IReadOnlyList<SessionRecord> own)
    {
        var (context, text) = (passage.Context, desk.TextFor(passage.Context));
        var (form, _, _) = await LoginForm.ReadAsync(facts, context.RequestAborted);
        var sessions = desk.Services.Sessions;
        if (form?[AccountPage.OthersField] is not null)
        {
            var count = 0;
            foreach (var other in own.Where(record => record.Handle != session.Handle))
                count += await sessions.RevokeAsync(other.Handle, context.RequestAborted) ? 1 : 0;
            desk.Services.Log.SignedOutElsewhere(count, subject.Name, facts.ClientAddress);
            return new(text.Say(Phrase.OthersEnded), NoteKind.Good);
        }

        if (form?[AccountPage.EndField] is not { } handle || !own.Any(record => record.Handle == handle))
            return new(text.Say(Phrase.FormUnreadable));
        if (handle == session.Handle)
        {
            await sessions.EndAsync(SignInCookies.SessionOf(facts)!, context.RequestAborted);
            desk.Services.Log.SignedOut(handle, facts.ClientAddress);
            SignInCookies.ClearSession(context, facts);
            await desk.WritePageAsync(context, StatusCodes.Status200OK, PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.SignedOut), NoteKind.Good)));
            await context.Response.CompleteAsync();
            return null;
        }

        await sessions.RevokeAsync(handle, context.RequestAborted);
        desk.Services.Log.SignedOutElsewhere(1, subject.Name, facts.ClientAddress);
        return new(text.Say(Phrase.SessionEnded), NoteKind.Good);
    }
}
