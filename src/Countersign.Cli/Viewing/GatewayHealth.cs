using Countersign.AspNetCore.Issuers;
using Countersign.Gateway.Hosting;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>How a gateway is.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="file">Its configuration file, absolute.</param>
internal sealed class GatewayHealth(GatewayHost gateway, string file) : IGatewayHealth
{
    /// <inheritdoc/>
    public GatewayCondition Now() => new()
    {
        IsReady = gateway.IsReady,
        Version = ProgramVersion.Text,
        Started = gateway.Started,
        File = file,
        Addresses = [.. gateway.Addresses],
        Store = gateway.Services.Store.Place,
        StoreFailure = gateway.Services.Store.Failure ?? (gateway.Services.Store.IsReadable ? null : "it does not answer"),
        RecordsDropped = gateway.Journal.Dropped,
        LinesDropped = gateway.LinesDropped,
        Issuers = [.. gateway.Services.Issuers.States().Select(issuer => new SeenIssuer(issuer.Name, WayOf(issuer), issuer.Keys, issuer.Failure))],
        Upstreams =
        [
            .. from route in gateway.Runtime.State.Routes.Routes
               let upstream = route.Upstream
               where upstream is not null
               from server in upstream.Destinations
               select new SeenUpstream(route.Name, server.Prefix, upstream.Configuration.HealthPath is null ? null : server.IsHealthy, server.ActiveRequests),
        ],
        Certificates = [.. gateway.Certificates.Opened.Select(Seen)],
    };

    private static string WayOf(IssuerState issuer) => issuer.Way switch
    {
        IssuerWay.File => $"keys in {issuer.File}",
        IssuerWay.Introspection => "asked about tokens",
        _ => "keys that it publishes",
    };

    private static SeenCertificate Seen(ReloadingCertificate certificate)
    {
        var leaf = certificate.Current.TargetCertificate;
        return new(certificate.File, leaf.Subject, new DateTimeOffset(leaf.NotAfter.ToUniversalTime()));
    }
}
