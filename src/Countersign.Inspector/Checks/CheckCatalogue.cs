using System.Collections.Immutable;
using Countersign.Inspector.Checks.Api;
using Countersign.Inspector.Checks.Basic;
using Countersign.Inspector.Checks.Bearer;
using Countersign.Inspector.Checks.Caching;
using Countersign.Inspector.Checks.Challenge;
using Countersign.Inspector.Checks.Content;
using Countersign.Inspector.Checks.Cookies;
using Countersign.Inspector.Checks.Cors;
using Countersign.Inspector.Checks.Credentials;
using Countersign.Inspector.Checks.Digest;
using Countersign.Inspector.Checks.Flow;
using Countersign.Inspector.Checks.Probes;
using Countersign.Inspector.Checks.Status;
using Countersign.Inspector.Checks.Token;
using Countersign.Inspector.Checks.Topology;
using Countersign.Inspector.Checks.Transport;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>All checks of exchanges, area by area.</summary>
internal static class CheckCatalogue
{
    public static ImmutableArray<ExchangeCheck> Exchanges { get; } =
    [
        .. ChallengeChecks.All,
        .. BasicChecks.All,
        .. DigestChecks.All,
        .. BearerChecks.All,
        .. CredentialsChecks.All,
        .. StatusChecks.All,
        .. CachingChecks.All,
        .. ContentChecks.All,
        .. TransportChecks.All,
        .. CookiesChecks.All,
        .. CorsChecks.All,
        .. TokenChecks.All,
        .. TopologyChecks.All,
        .. FlowChecks.All,
        .. ProbesChecks.All,
        .. ApiChecks.All,
    ];

    private static readonly ImmutableArray<ExchangeCheck> OfProbes = [.. Exchanges.Where(check => check is ProbeCheck)];
    private static readonly ImmutableArray<ExchangeCheck> OfOthers = [.. Exchanges.Where(check => check is not ProbeCheck)];

    /// <summary>What the checks find in an exchange. Probes are odd on purpose, and judged by what they were sent for alone.</summary>
    public static IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        var traits = TraitsOf.Exchange(exchange);
        foreach (var check in exchange.Role == ExchangeRole.Probe ? OfProbes : OfOthers)
        {
            if ((check.Needs & ~traits) != Traits.None)
                continue;
            foreach (var finding in check.Judge(exchange, view))
                yield return finding;
        }
    }
}
