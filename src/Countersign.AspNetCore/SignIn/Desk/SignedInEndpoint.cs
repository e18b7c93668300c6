using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Ports;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Where a sign-in ends that a script of an application began in a window of its own: the application is told, and the window closes.</summary>
internal sealed class SignedInEndpoint(SignInDesk desk) : IOwnEndpoint
{
    private static readonly ReturnTarget Here = ReturnTarget.Read(PlainPages.SignedInPath);

    /// <inheritdoc/>
    public bool Takes(string path) => path == PlainPages.SignedInPath;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method is not ("GET" or "HEAD"))
        {
            await SignInDesk.RefuseMethodAsync(context, "GET, HEAD");
            return;
        }

        var session = await desk.SessionOfAsync(facts, context.RequestAborted);
        if (session is { Outcome: SessionOutcome.Unavailable } unknown)
            await desk.RefuseForNowAsync(passage, facts, unknown.Evidence, null, PlainPages.SignedInPath);
        else if (session is { Outcome: SessionOutcome.Good, Subject: { } subject })
            await desk.WritePageAsync(context, StatusCodes.Status200OK, PlainPages.SignedIn(desk.Theme, desk.TextFor(context), subject.Name));
        else
            SignInDesk.Redirect(context, LoginPage.AddressWith(LoginPage.Path, Here));
    }
}
