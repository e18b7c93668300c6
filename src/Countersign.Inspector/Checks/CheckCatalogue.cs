using System.Collections.Immutable;
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
using Countersign.Inspector.Checks.Status;
using Countersign.Inspector.Checks.Token;
using Countersign.Inspector.Checks.Topology;
using Countersign.Inspector.Checks.Transport;

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
    ];
}
