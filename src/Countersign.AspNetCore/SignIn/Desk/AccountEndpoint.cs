using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

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

        var presented = await desk.SessionOfAsync(facts, context.RequestAborted);
        if (presented is { Outcome: SessionOutcome.Unavailable } unknown)
        {
            await desk.RefuseForNowAsync(passage, facts, unknown.Evidence, null, PlainPages.AccountPath);
            return;
        }

        if (presented is not { Outcome: SessionOutcome.Good, Subject: { Session: { } session } subject })
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
            var own = await desk.Services.Sessions.ListOfSameAsync(session.Handle, context.RequestAborted);
            Note? note = null;
            if (facts.Method == "POST")
            {
                var (form, _, _) = await LoginForm.ReadAsync(facts, context.RequestAborted);
                var here = own.FirstOrDefault(record => record.Handle == session.Handle)?.SignInHandle ?? session.Handle;
                if (form?[AccountPage.EndField] is { } ended && (ended == session.Handle || own.Any(record => record.Handle == ended && record.SignInHandle == here)))
                {
                    await EndThisAsync(context, facts, session.Handle);
                    return;
                }

                note = await EndAsync(form, facts, text, here, own, context.RequestAborted);
                own = await desk.Services.Sessions.ListOfSameAsync(session.Handle, context.RequestAborted);
            }

            await desk.WritePageAsync(context, StatusCodes.Status200OK, AccountPage.Write(desk.Theme, text, subject.Name, session.Handle, own, note));
        }
        catch (StoreUnavailableException failure)
        {
            await desk.RefuseForNowAsync(passage, facts, failure.Message, subject.Name, PlainPages.AccountPath);
        }
    }

    /// <summary>Ends another of the person's sign-ins, or all others, at every host.</summary>
    private async Task<Note> EndAsync(LoginForm? form, HttpRequestFacts facts, PageText text, string current, IReadOnlyList<SessionRecord> own, CancellationToken cancel)
    {
        var isAll = form?[AccountPage.OthersField] is not null;
        var count = 0;
        foreach (var other in own.Where(record => isAll ? record.SignInHandle != current : record.Handle == form?[AccountPage.EndField]))
            count += await desk.Services.Sessions.RevokeAsync(other.Handle, cancel) ? 1 : 0;
        if (count > 0)
            desk.Services.Log.SignedOutElsewhere(current, facts.ClientAddress, count);
        if (isAll)
            return new(text.Say(Phrase.OthersEnded), NoteKind.Good);
        return count > 0 ? new(text.Say(Phrase.SessionEnded), NoteKind.Good) : new(text.Say(Phrase.FormUnreadable));
    }

    private async Task EndThisAsync(HttpContext context, HttpRequestFacts facts, string handle)
    {
        await desk.Services.Sessions.EndAsync(SignInCookies.SessionOf(facts)!, context.RequestAborted);
        desk.Services.Log.SignedOut(handle, facts.ClientAddress);
        SignInCookies.ClearSession(context, facts);
        if (SignInCookies.BrowserOf(facts) is { } browser)
            SignInCookies.Give(context, facts, browser.Forgetting());
        var text = desk.TextFor(context);
        await desk.WritePageAsync(context, StatusCodes.Status200OK, PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.SignedOut), NoteKind.Good)));
    }
}
