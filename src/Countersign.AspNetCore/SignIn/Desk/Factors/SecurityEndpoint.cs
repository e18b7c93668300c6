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

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>The part of a person's account with the password and what is proven beside it. It wants a sign-in of a moment ago: who finds an open browser changes nothing.</summary>
internal sealed class SecurityEndpoint(SignInDesk desk, SecurityForms forms) : IOwnEndpoint
{
    /// <summary>How long a sign-in counts as one of a moment ago.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private static readonly ReturnTarget Here = ReturnTarget.Read(SecurityPage.Path);

    /// <inheritdoc/>
    public bool Takes(string path) => path == SecurityPage.Path || path.StartsWith(SecurityPage.Path + "/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method is not ("GET" or "HEAD" or "POST"))
        {
            await SignInDesk.RefuseMethodAsync(context, "GET, HEAD, POST");
            return;
        }

        var text = desk.TextFor(context);
        var presented = await desk.SessionOfAsync(facts, context.RequestAborted);
        if (presented is { Outcome: SessionOutcome.Unavailable } unknown)
        {
            await desk.RefuseForNowAsync(passage, facts, unknown.Evidence, null, SecurityPage.Path);
            return;
        }

        if (presented is not { Outcome: SessionOutcome.Good, Subject: { Session: { } session } subject })
        {
            SignInDesk.Redirect(context, LoginPage.AddressWith(LoginPage.Path, Here));
            return;
        }

        if ((desk.Now - session.SignedIn).Duration() > Fresh)
        {
            SignInDesk.Redirect(context, LoginPage.AddressWith(LoginPage.Path, Here, "&fresh=1"));
            return;
        }

        if (RequestOrigin.Suspect(facts, []) is { } suspicion)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, suspicion, subject.Name), isPresented: true);
            await desk.RefuseAsync(passage, told, () => PlainPages.SignedOut(desk.Theme, text, new(text.Say(Phrase.FormUnreadable))));
            return;
        }

        try
        {
            await AnswerAsync(new(passage, facts, text, subject, session));
        }
        catch (StoreUnavailableException failure)
        {
            await desk.RefuseForNowAsync(passage, facts, failure.Message, subject.Name, SecurityPage.Path);
        }
    }

    private async Task AnswerAsync(SecurityVisit visit)
    {
        var context = visit.Passage.Context;

        // By the record of this very session: a provider's person may be named like a user of the store, and has neither password nor factors here.
        var mine = (await desk.Services.Sessions.ListAsync(visit.Subject.Name, null, context.RequestAborted)).FirstOrDefault(record => record.Handle == visit.Session.Handle);
        if (mine is null)
        {
            SignInDesk.Redirect(context, PlainPages.AccountPath);
            return;
        }

        visit = visit with { Record = mine };
        if (visit.Facts.Method == "POST")
            await forms.TakeAsync(visit, context.Request.Path.Value ?? "");
        else
            await forms.ShowAsync(visit, null);
    }
}

/// <summary>A visit of somebody who signed in a moment ago.</summary>
/// <param name="Passage">The request on its way.</param>
/// <param name="Facts">What is seen of it.</param>
/// <param name="Text">The language.</param>
/// <param name="Subject">Who it is.</param>
/// <param name="Session">The session.</param>
internal sealed record SecurityVisit(Passage Passage, HttpRequestFacts Facts, PageText Text, Subject Subject, SessionFacts Session)
{
    /// <summary>The session as it is stored.</summary>
    public SessionRecord? Record { get; init; }

    /// <summary>The user's name.</summary>
    public string User => Subject.Name;
}
