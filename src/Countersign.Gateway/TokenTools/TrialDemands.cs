using System.Collections.Immutable;
using System.Globalization;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.TokenTools;

/// <summary>Holds a subject against each demand of a route by itself. The gate judges; it would stop at the first that is not met.</summary>
internal sealed class TrialDemands(AccessConfiguration access, IAuthScheme scheme, RequestFacts request)
{
    /// <summary>All demands of the route.</summary>
    /// <param name="subject">Who the token speaks for; null when nothing proves that its issuer made it.</param>
    /// <param name="cancel">Ends the judging.</param>
    public async Task<ImmutableArray<TrialDemand>> AllAsync(Subject? subject, CancellationToken cancel)
    {
        var judged = ImmutableArray.CreateBuilder<TrialDemand>();
        foreach (var demand in Demands(subject))
        {
            if (subject is null)
            {
                judged.Add(new(demand.Name, demand.Wanted, TrialOutcome.NotJudged, "nothing proves whose token it is"));
                continue;
            }

            var decision = await Gate.DecideAsync(request, demand.Policy with { Schemes = [scheme] }, cancel);
            judged.Add(decision.IsAdmitted
                ? new(demand.Name, demand.Wanted, TrialOutcome.Ok, null)
                : new(demand.Name, demand.Wanted, TrialOutcome.Failed, demand.Has ?? decision.Evidence));
        }

        if (!access.Networks.IsEmpty)
            judged.Add(new("networks", string.Join(" or ", access.Networks), TrialOutcome.NotJudged, "no request came from anywhere"));
        return judged.ToImmutable();
    }

    private IEnumerable<Demand> Demands(Subject? subject)
    {
        var any = new AccessPolicy(AccessKind.AnyOf);
        if (access.NamesSubjects)
        {
            string[] wanted =
            [
                .. access.Users.Select(user => $"user {user}"), .. access.Groups.Select(group => $"group {group}"),
                .. access.Emails.Select(email => $"e-mail {email}"), .. access.EmailDomains.Select(domain => $"e-mail of {domain}"),
            ];
            var email = access.HasEmailRules ? $"; e-mail: {Listed(subject?.Email is { } known ? [known] : [])}" : "";
            yield return new(
                access.HasEmailRules ? "users, groups, e-mail" : "users, groups",
                string.Join(" or ", wanted),
                any with { Users = access.Users, Groups = access.Groups, Emails = access.Emails, EmailDomains = access.EmailDomains },
                $"It is {subject?.Name}; groups: {Listed(subject?.Groups ?? [])}{email}");
        }

        if (!access.Roles.IsEmpty)
            yield return new("roles", string.Join(" or ", access.Roles), any with { Roles = access.Roles }, $"It has: {Listed(subject?.Roles ?? [])}");
        foreach (var claim in access.Claims)
        {
            yield return new($"claim {claim.Name}", string.Join(" or ", claim.Values), any with { Claims = [claim] },
                $"It has: {Listed(subject?.Claims?.Values(claim.Name) ?? [])}");
        }

        if (access.SignIn is { AcrValues.IsEmpty: false } strength)
        {
            yield return new("acr", string.Join(" or ", strength.AcrValues), any with { SignIn = new(strength.AcrValues, null) },
                $"It has: {Listed(subject?.Claims?.Values("acr") ?? [])}");
        }

        if (access.SignIn is { MaxAge: { } age })
            yield return new("max-age", string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s"), any with { SignIn = new([], age) }, null);
        if (!access.Scopes.IsEmpty)
            yield return new("scopes", string.Join(" and ", access.Scopes), any with { Scopes = access.Scopes }, $"It has: {Listed(subject?.Scopes ?? [])}");
    }

    private static string Listed(ImmutableArray<string> values) => values.IsEmpty ? "none" : ShownText.Of(string.Join(", ", values));

    private readonly record struct Demand(string Name, string Wanted, AccessPolicy Policy, string? Has);
}
