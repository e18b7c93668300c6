using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>The end of every way of signing in: the one place where sessions begin.</summary>
internal sealed class SignInCompletion(SessionStore sessions, TimeProvider clock, ILogger log)
{
    /// <summary>
    /// Begins a session of a new id and gives it to the browser. What the browser presented before is ended, whosesoever it was: nobody can have planted it.
    /// The answer's status and place are the caller's.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store can't be written, and nobody is signed in.</exception>
    public async Task<NewSession> BeginAsync(HttpContext context, RequestFacts request, SignedIn who)
    {
        var agent = request.Field("User-Agent");
        var session = await sessions.BeginAsync(who, new SessionOrigin(request.ClientAddress, agent), context.RequestAborted, SignInCookies.SessionOf(request));

        // It tells for a while that somebody signed in: if the session does not come back, that is seen.
        SignInCookies.Give(context, request, session.Id, session.Remember);
        SignInCookies.Give(context, request, (SignInCookies.BrowserOf(request) ?? AttemptBrowser.Create()).Completing(clock.GetUtcNow()));
        log.SignedIn(IssuerFactory.Shown(who.Subject.Name), who.Provider is { } provider ? $"the provider {provider}" : string.Join(' ', who.Methods), session.Handle, request.ClientAddress);
        return session;
    }
}
