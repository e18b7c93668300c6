using System.Runtime.CompilerServices;
using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Sessions of people whom a provider signed in last while the provider stands behind them, those of users of the store while these sign in here.</summary>
/// <param name="sessions">All sessions.</param>
/// <param name="keeper">Knows what the provider says of one; null where there are no providers.</param>
/// <param name="hasUsers">Whether users of the store sign in here.</param>
/// <param name="find">The provider of a name, as the configuration in force has it; null for none.</param>
/// <param name="hasOurNames">Whether the operator says that a provider's names are those that rules mean; null where none's are.</param>
internal sealed class ProviderSessions(ISessions sessions, TokenKeeper? keeper, bool hasUsers, Func<string, Provider?> find, Func<string, bool>? hasOurNames = null) : ISessions
{
    // One object for each, as long as the one of the session is there: others remember what they made of it.
    private readonly ConditionalWeakTable<Subject, Subject> _named = [];

    /// <inheritdoc/>
    public ValueTask<SessionCheck> FindAsync(string presented, CancellationToken cancel)
    {
        var looking = sessions.FindAsync(presented, cancel);
        return looking.IsCompletedSuccessfully ? JudgeAsync(looking.Result, presented, cancel) : AwaitedAsync(looking, presented, cancel);
    }

    /// <summary>Of a person whom a provider signed in, the provider has to be thought of as well.</summary>
    public SessionCheck? Recall(string presented) => hasUsers && sessions.Recall(presented) is { Subject.Session.Provider: null } known ? known : null;

    private async ValueTask<SessionCheck> AwaitedAsync(ValueTask<SessionCheck> looking, string presented, CancellationToken cancel) => await JudgeAsync(await looking, presented, cancel);

    private ValueTask<SessionCheck> JudgeAsync(SessionCheck check, string presented, CancellationToken cancel)
    {
        if (check is not { Outcome: SessionOutcome.Good, Subject.Session: { Handle: var handle } session })
            return ValueTask.FromResult(check);
        if (session.Provider is not { } provider)
            return ValueTask.FromResult(hasUsers ? check : check with { Outcome = SessionOutcome.Revoked, Evidence = $"The session {handle} is of a user of the store, and these sign in here no more." });
        if (keeper is null || find(provider) is not { } known)
            return ValueTask.FromResult(check with { Outcome = SessionOutcome.Revoked, Evidence = $"The session {handle} is of the provider {provider}, which is not configured any more." });

        // Another one under its name neither knows the person nor is to see the tokens.
        if (check.Subject.Claims?.Issuer != known.Options.Identity)
            return ValueTask.FromResult(check with { Outcome = SessionOutcome.Revoked, Evidence = $"The session {handle} is of {check.Subject.Claims?.Issuer ?? "nobody"}, which the provider {provider} was before." });
        var looking = keeper.LookAsync(handle, cancel);
        return looking.IsCompletedSuccessfully ? ValueTask.FromResult(Of(looking.Result, check)) : AwaitedAsync(looking, check, presented, cancel);
    }

    /// <summary>What the provider said of the person just now counts for the one who waited for it.</summary>
    private async ValueTask<SessionCheck> AwaitedAsync(ValueTask<TokenState> looking, SessionCheck check, string presented, CancellationToken cancel)
    {
        var state = await looking;
        return Of(state, state == TokenState.Good && await sessions.FindAsync(presented, cancel) is { } renewed ? renewed : check);
    }

    private SessionCheck Of(TokenState state, SessionCheck check) => state switch
    {
        TokenState.Good when check is { Outcome: SessionOutcome.Good, Subject.Session.Provider: { } provider } && hasOurNames?.Invoke(provider) == true =>
            check with { Subject = _named.GetValue(check.Subject, static subject => subject with { Session = subject.Session! with { IsNamedElsewhere = false } }) },
        TokenState.Good => check,
        TokenState.Over => check with { Outcome = SessionOutcome.Revoked, Evidence = $"The provider ended the session {check.Subject!.Session!.Handle}." },
        TokenState.Unknown => check with { Outcome = SessionOutcome.Unavailable, Evidence = $"The provider of the session {check.Subject!.Session!.Handle} could not be asked for too long." },
    };
}
