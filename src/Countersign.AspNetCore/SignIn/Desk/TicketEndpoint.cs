using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Takes the ticket of somebody who signed in at the one host with the page, and gives a session of this host for it.</summary>
internal sealed class TicketEndpoint(SignInDesk desk, OtherHosts hosts) : IOwnEndpoint
{
    /// <inheritdoc/>
    public bool Takes(string path) => path == OtherHosts.TicketPath;

    /// <inheritdoc/>
    public bool LetsIn(string method) => true;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method != "GET")
        {
            await SignInDesk.RefuseMethodAsync(context, "GET");
            return;
        }

        try
        {
            await TakeAsync(passage, facts);
        }
        catch (StoreUnavailableException failure)
        {
            await RefuseAsync(passage, facts, Verdict.Refuse(Refusal.ProtectionUnavailable, failure.Message), Phrase.Unavailable);
        }
    }

    private async Task TakeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        var browser = SignInCookies.BrowserOf(facts);
        var reading = await hosts.Handovers.RedeemAsync(context.Request.Query["t"] is [var text] ? text : null, facts.Authority, browser, context.RequestAborted);
        if (reading.Ticket is not { } ticket)
        {
            await RefuseAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, reading.Fault), browser is null ? Phrase.CookieLost : Phrase.TicketRefused);
            return;
        }

        if (await desk.Services.Sessions.SignedInOfAsync(ticket.Session, context.RequestAborted) is not { } who)
        {
            await RefuseAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, "The session that the ticket was given for is over."), Phrase.TicketRefused);
            return;
        }

        await desk.Completion.BeginAsync(context, facts, who);
        SignInDesk.Redirect(context, ReturnTarget.Read(ticket.Target).Path);
    }

    /// <summary>By a page: who is sent on by himself could go round in circles.</summary>
    private Task RefuseAsync(Passage passage, HttpRequestFacts facts, Verdict verdict, Phrase what)
    {
        var text = desk.TextFor(passage.Context);
        var told = desk.Tell(passage, facts, verdict, isPresented: true);
        var causes = what == Phrase.CookieLost ? LoopCauses.Of(facts, null, null) : [];
        return desk.RefuseAsync(passage, told, () => PlainPages.Failed(desk.Theme, text, what, causes, ReturnTarget.Root, told.Reference));
    }
}
