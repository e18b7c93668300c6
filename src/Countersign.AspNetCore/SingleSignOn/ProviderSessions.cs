using Countersign.Ports;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Sessions of people whom a provider signed in last while the provider stands behind them, those of users of the store while these sign in here.</summary>
/// <param name="sessions">All sessions.</param>
/// <param name="keeper">Knows what the provider says of one; null where there are no providers.</param>
/// <param name="hasUsers">Whether users of the store sign in here.</param>
/// <param name="find">The provider of a name, as the configuration in force has it; null for none.</param>
internal sealed class ProviderSessions(ISessions sessions, TokenKeeper? keeper, bool hasUsers, Func<string, Provider?> find) : ISessions
{
    /// <inheritdoc/>
    public ValueTask<SessionCheck> FindAsync(string presented, CancellationToken cancel)
    {
        var looking = sessions.FindAsync(presented, cancel);
        return looking.IsCompletedSuccessfully ? JudgeAsync(looking.Result, cancel) : AwaitedAsync(looking, cancel);
    }

    /// <summary>Of a person whom a provider signed in, the provider has to be thought of as well.</summary>
    public SessionCheck? Recall(string presented) => hasUsers && sessions.Recall(presented) is { Subject.Session.Provider: null } known ? known : null;

    private async ValueTask<SessionCheck> AwaitedAsync(ValueTask<SessionCheck> looking, CancellationToken cancel) => await JudgeAsync(await looking, cancel);

    private ValueTask<SessionCheck> JudgeAsync(SessionCheck check, CancellationToken cancel)
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
        return looking.IsCompletedSuccessfully ? ValueTask.FromResult(Of(looking.Result, check)) : AwaitedAsync(looking, check);
    }

    private static async ValueTask<SessionCheck> AwaitedAsync(ValueTask<TokenState> looking, SessionCheck check) => Of(await looking, check);

    private static SessionCheck Of(TokenState state, SessionCheck check) => state switch
    {
        TokenState.Good => check,
        TokenState.Over => check with { Outcome = SessionOutcome.Revoked, Evidence = $"The provider ended the session {check.Subject!.Session!.Handle}." },
        TokenState.Unknown => check with { Outcome = SessionOutcome.Unavailable, Evidence = $"The provider of the session {check.Subject!.Session!.Handle} could not be asked for too long." },
    };
}
