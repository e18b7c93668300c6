using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Publishing;
using Countersign.Gateway.Routing;

namespace Countersign.Gateway.Hosting;

/// <summary>Everything that a configuration gives to requests, swapped as one when the file changes.</summary>
internal sealed class GatewayState(
    GatewayConfiguration configuration,
    RouteTable routes,
    TrustedProxies proxies,
    IdentityHeaderScrubber scrubber,
    ImmutableArray<string> credentialFields,
    ImmutableArray<string> credentialCookies,
    OwnDocuments documents,
    OwnSpace own,
    CredentialSources sources,
    SignOnProviders providers,
    SubjectAssertions? assertions) : IDisposable
{
    public GatewayConfiguration Configuration => configuration;

    public RouteTable Routes => routes;

    public TrustedProxies Proxies => proxies;

    public IdentityHeaderScrubber Scrubber => scrubber;

    /// <summary>The fields that carry credentials of any scheme: off every request before it is forwarded (CONTRACT 11).</summary>
    public ImmutableArray<string> CredentialFields => credentialFields;

    /// <summary>The cookies that carry credentials of any scheme, or are the gateway's own: off every request before it is forwarded, and no upstream's to set.</summary>
    public ImmutableArray<string> CredentialCookies => credentialCookies;

    /// <summary>The signed words for upstreams; null when none are configured.</summary>
    public SubjectAssertions? Assertions => assertions;

    /// <summary>What the gateway itself serves.</summary>
    public OwnDocuments Documents => documents;

    /// <summary>What answers at addresses of the own space.</summary>
    public OwnSpace Own => own;

    /// <summary>Stops what watches files and upstreams; requests that still hold this state go on with what was seen last.</summary>
    public void StopWatching()
    {
        sources.StopWatching();
        assertions?.Dispose();
        foreach (var route in routes.Routes)
            route.Upstream?.StopWatching();
    }

    /// <summary>Lets go of the connections as well; requests that still hold this state have to be over.</summary>
    public void Dispose()
    {
        StopWatching();
        sources.Dispose();
        providers.Dispose();
        foreach (var route in routes.Routes)
        {
            route.Exchange?.Dispose();
            route.Upstream?.Dispose();
        }
    }
}
