using System.Collections.Immutable;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Rules;
using Countersign.Wire;

namespace Countersign.Gateway.TokenTools;

/// <summary>Has the gateway's own parts judge a token, and tells of every check.</summary>
public static class TokenTrial
{
    /// <summary>Tries a token. Issuers are asked as the configuration says; nothing is written.</summary>
    /// <exception cref="IOException">A file that the configuration names can't be used; the message says why.</exception>
    /// <exception cref="StoreUnavailableException">There is a store that can't be read.</exception>
    public static async Task<TrialResult> RunAsync(TrialOrder order, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(time);
        TimeProvider clock = order.At is { } at ? new FixedClock(at) : time;
        var isStored = order.Store is { } place && Store.Exists(place);
        using var store = isStored ? Store.OpenReadOnly(order.Store!) : Store.OpenEmpty();
        var configuration = new GatewayConfiguration { Schemes = [.. order.Schemes] };
        using var services = new GatewayServices(configuration, store, clock) { LooksAhead = false };
        using var sources = new CredentialSources(services);
        var factory = new SchemeFactory(services, sources, configuration.Schemes);

        var judgement = await sources.Tokens(order.Tokens.Id, order.Tokens.Issuers).VerifyAsync(order.Token, PresentationFor(order), cancel);
        var request = new TrialFacts(order.Token);
        var decision = await Gate.DecideAsync(request, PolicyOf(order.Route?.Access, SchemeOver(judgement, clock)), cancel);
        var shown = factory.Create(order.Scheme);
        var asked = AskedAbout(order, judgement);
        return new TrialResult
        {
            At = clock.GetUtcNow(),
            Scheme = order.Scheme.Id,
            Route = order.Route?.Name,
            Issuer = judgement.Token?.Issuer,
            Subject = decision.IsAdmitted ? decision.Subject : null,
            Checks = [.. new TrialChecks(judgement, RulesFor(judgement, order.Tokens.Issuers, asked), asked is not null).All().Select(check => Unasked(check, order, isStored))],
            Demands = order.Route is { } route ? await DemandsAsync(route.Access, judgement, request, clock, cancel) : [],
            Refusal = decision.Refusal,
            Status = StatusOf(decision, order.Route),
            Challenges = [.. Gate.ChallengesFor(request, PolicyOf(order.Route?.Access, shown), decision with { Scheme = shown }).Select(ChallengeWriter.Write)],
        };
    }

    /// <summary>A DPoP scheme wants a proof. Whether one is right depends on the request; here it is taken to be by the key that the token names.</summary>
    private static TokenPresentation PresentationFor(TrialOrder order)
    {
        if (order.Scheme is not DpopConfiguration)
            return default;
        var claims = JwsReader.Read(order.Token).Token is { } read ? JwtClaimsReader.Read(read, out _) : null;
        return new(claims is null ? "unknown" : ClaimValues.Of(claims, "cnf.jkt") is [var key, ..] ? key : "unknown");
    }

    private static BearerScheme SchemeOver(TokenJudgement judgement, TimeProvider clock) => new("trial", new(), new KnownJudgement(judgement), clock);

    // Where the request comes from is no affair of the token.
    private static AccessPolicy PolicyOf(AccessConfiguration? access, IAuthScheme scheme) => new(AccessKind.AnyOf)
    {
        Schemes = [scheme],
        Users = access?.Users ?? [],
        Groups = access?.Groups ?? [],
        Emails = access?.Emails ?? [],
        EmailDomains = access?.EmailDomains ?? [],
        Scopes = access?.Scopes ?? [],
        Roles = access?.Roles ?? [],
        Claims = access?.Claims ?? [],
        SignIn = access?.SignIn,
    };

    /// <summary>A token that is good but for its time still tells whether it would be let in.</summary>
    private static async Task<ImmutableArray<TrialDemand>> DemandsAsync(
        AccessConfiguration access, TokenJudgement judgement, TrialFacts request, TimeProvider clock, CancellationToken cancel)
    {
        var proven = SchemeOver(judgement with { Failures = [] }, clock);
        var subject = judgement.IsProven() ? (await Gate.DecideAsync(request, PolicyOf(null, proven), cancel)).Subject : null;
        return await new TrialDemands(access, proven, request).AllAsync(subject, cancel);
    }

    private static bool IsProven(this TokenJudgement judgement) => judgement.Token is not null && judgement.Outage is null;

    /// <summary>Those of its issuer, or of the one that was asked; of a stranger's token those of the only issuer, as the judge takes them.</summary>
    private static TokenRules? RulesFor(TokenJudgement judgement, ImmutableArray<IssuerConfiguration> issuers, IssuerConfiguration? asked) =>
        (asked ?? issuers.FirstOrDefault(issuer => issuer.Name == judgement.Claims?.Issuer) ?? (issuers is [var only] ? only : null))?.Rules;

    /// <summary>The issuer that was asked about the token, as it is about all that is no signed one, and about those as well where that is configured.</summary>
    private static IssuerConfiguration? AskedAbout(TrialOrder order, TokenJudgement judgement)
    {
        if (order.Tokens.Issuers.FirstOrDefault(issuer => issuer.Introspection is not null) is not { } asked)
            return null;
        var isUnread = judgement.Failures is { IsDefaultOrEmpty: false } failures && failures.Any(failure => failure.Check is TokenCheck.Form or TokenCheck.Algorithm);
        return asked.Introspection!.TakesAll || (!JwsReader.Read(order.Token).IsValid && !isUnread) ? asked : null;
    }

    private static TrialCheck Unasked(TrialCheck check, TrialOrder order, bool isStored) => check switch
    {
        { Check: TokenCheck.Revocation, Outcome: TrialOutcome.Ok } when !isStored => check with { Outcome = TrialOutcome.NotJudged, Notes = ["there is no store to ask"] },
        { Check: TokenCheck.Binding, Outcome: TrialOutcome.Ok } when order.Scheme is DpopConfiguration =>
            check with { Outcome = TrialOutcome.NotJudged, Notes = ["it is bound to a DPoP key; whether a proof is right depends on the request"] },
        _ => check,
    };

    private static int StatusOf(in Decision decision, RouteConfiguration? route)
    {
        var status = decision.Refusal?.Row().Status ?? 200;
        return status == 403 && route is { Conceal: true } ? 404 : status;
    }

    private sealed class FixedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
