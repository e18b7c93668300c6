using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;

namespace Countersign.Client.Proxies;

/// <summary>The proxies of a client and their credentials, with all that was learnt about their use. What is meant for one proxy goes to no other.</summary>
internal sealed class ProxyKeyring
{
    private readonly FrozenDictionary<Origin, ImmutableArray<ClientScheme>> _schemes;

    private ProxyKeyring(ReauthenticationOptions options, ExchangeObserver observer)
    {
        Routes = options.Proxies.Routes;
        _schemes = options.Proxies.CreateSchemes().GroupBy(each => each.Proxy, each => each.Scheme).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        (Order, FailureMode, Observer) = (options.Order, options.FailureMode, observer);
        Tunnels = new(this, options.Proxies.TunnelTimeout, options.Clock);
    }

    public ProxyRoutes Routes { get; }

    public ChallengeOrder Order { get; }

    public FailureMode FailureMode { get; }

    public ExchangeObserver Observer { get; }

    public TunnelOpener Tunnels { get; }

    /// <summary>The keyring of some options; null where they name no proxy.</summary>
    public static ProxyKeyring? Of(ReauthenticationOptions options, ExchangeObserver observer) =>
        options.Proxies.Routes is { ForHttp: null, ForHttps: null } ? null : new(options, observer);

    public ImmutableArray<ClientScheme> SchemesFor(Origin proxy) => _schemes.GetValueOrDefault(proxy, []);

    /// <summary>A request as the schemes of a proxy see it: its protection space is all of the proxy (RFC 7616 §3.3), its target what stands on the wire.</summary>
    public static RequestLeg LegTo(Origin proxy, HttpMethod method, string targetText, ReplayableContent content) =>
        new(method, new Uri(proxy + "/"), content, partition: null, targetText);
}
