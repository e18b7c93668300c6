using System.Collections.Immutable;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Ports;
using Countersign.Schemes.Bearer;
using Countersign.Tokens.Rules;
using Countersign.Wire;

namespace Countersign.Gateway.TokenTools;

/// <summary>What is to be tried of a token.</summary>
/// <param name="Token">The token.</param>
/// <param name="Scheme">The scheme whose rules it is held against.</param>
public sealed record TrialOrder(string Token, BearerConfiguration Scheme)
{
    /// <summary>A route whose demands are judged as well; null for none.</summary>
    public RouteConfiguration? Route { get; init; }

    /// <summary>A file or URL of keys that count instead of the configured ones; null for those.</summary>
    public string? Keys { get; init; }

    /// <summary>The store with the revocations; null to ask none.</summary>
    public string? Store { get; init; }

    /// <summary>As of when; null for now.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Has the gateway's own parts judge a token, and tells of every check.</summary>
public static class TokenTrial
{
    /// <summary>Tries a token. Issuers are asked for their keys if the configuration says so; nothing is remembered.</summary>
    /// <exception cref="IOException">A file of keys can't be used; the message says why.</exception>
    /// <exception cref="StoreUnavailableException">There is a store that can't be read.</exception>
    public static async Task<TrialResult> RunAsync(TrialOrder order, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(time);
        using var issuers = new TrialIssuers(order.Scheme, order.Keys, time);
        using var store = order.Store is { } path && File.Exists(SqliteFile.PathOf(path)) ? SqliteStore.OpenReadOnly(path) : null;
        using var revocations = store is null ? null : new RevocationStore(store);
        TimeProvider clock = order.At is { } at ? new FixedClock(at) : time;
        var judge = new TokenVerifier(issuers.All, revocations ?? (IRevocations)new NoRevocations(), clock);
        var judgement = await judge.VerifyAsync(order.Token, default, cancel);

        var scheme = SchemeOver(order.Scheme, judgement, clock);
        var request = new TrialFacts(order.Token);
        var decision = await Gate.DecideAsync(request, PolicyOf(order.Route?.Access, scheme), cancel);
        var checks = new TrialChecks(judgement, RulesFor(judgement, issuers.All), isOpaque: false).All();
        return new TrialResult
        {
            At = clock.GetUtcNow(),
            Scheme = order.Scheme.Id,
            Route = order.Route?.Name,
            Issuer = judgement.Token?.Issuer,
            Subject = decision.IsAdmitted ? decision.Subject : null,
            Checks = revocations is null ? [.. checks.Select(Unasked)] : checks,
            Demands = order.Route is { } route ? await DemandsAsync(route.Access, order.Scheme, judgement, request, clock, cancel) : [],
            Refusal = decision.Refusal,
            Status = StatusOf(decision, order.Route),
            Challenges = [.. Gate.ChallengesFor(request, PolicyOf(order.Route?.Access, scheme), decision).Select(ChallengeWriter.Write)],
        };
    }

    private static BearerScheme SchemeOver(BearerConfiguration scheme, TokenJudgement judgement, TimeProvider clock) =>
        new(scheme.Id, new() { Realm = scheme.Realm }, new KnownJudgement(judgement), clock);

    // Where the request comes from is no affair of the token.
    private static AccessPolicy PolicyOf(AccessConfiguration? access, IAuthScheme scheme) => new(AccessKind.AnyOf)
    {
        Schemes = [scheme],
        Users = access?.Users ?? [],
        Groups = access?.Groups ?? [],
        Scopes = access?.Scopes ?? [],
        Roles = access?.Roles ?? [],
        Claims = access?.Claims ?? [],
        SignIn = access?.SignIn,
    };

    /// <summary>A token that is good but for its time still tells whether it would be let in.</summary>
    private static async Task<ImmutableArray<TrialDemand>> DemandsAsync(
        AccessConfiguration access, BearerConfiguration configuration, TokenJudgement judgement, TrialFacts request, TimeProvider clock, CancellationToken cancel)
    {
        var proven = SchemeOver(configuration, judgement with { Failures = [] }, clock);
        var subject = judgement.Token is null ? null : (await Gate.DecideAsync(request, PolicyOf(null, proven), cancel)).Subject;
        return await new TrialDemands(access, proven, request).AllAsync(subject, cancel);
    }

    /// <summary>Those of its issuer; of a stranger's token those of the only issuer, as the judge takes them.</summary>
    private static TokenRules? RulesFor(TokenJudgement judgement, ImmutableArray<TrustedIssuer> issuers) =>
        (issuers.FirstOrDefault(issuer => issuer.Name == judgement.Claims?.Issuer) ?? (issuers is [var only] ? only : null))?.Rules;

    private static TrialCheck Unasked(TrialCheck check) =>
        check is { Check: TokenCheck.Revocation, Outcome: TrialOutcome.Ok } ? check with { Outcome = TrialOutcome.NotJudged, Notes = ["no store was asked"] } : check;

    private static int StatusOf(in Decision decision, RouteConfiguration? route)
    {
        var status = decision.Refusal?.Row().Status ?? 200;
        return status == 403 && route is { Conceal: true } ? 404 : status;
    }

    private sealed class FixedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }

    private sealed class NoRevocations : IRevocations
    {
        public bool IsReadable => true;

        public string? Find(in TokenNames token) => null;
    }
}
