using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Client.Exchanges;
using Countersign.Client.Proxies;
using Countersign.Client.Schemes;
using Countersign.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace Countersign.Client;

/// <summary>
/// The credentials of a client with all that was learnt about their use: nonces, tokens, protection spaces. Handlers come and go, as those of a factory
/// do; what they share is one keyring.
/// </summary>
public sealed class Keyring : IAsyncDisposable, IDisposable
{
    private readonly FrozenDictionary<Origin, ImmutableArray<ClientScheme>> _schemes;

    /// <summary>Takes the options as they are now; what is changed in them later has no effect.</summary>
    public Keyring(ReauthenticationOptions options)
        : this(options, "", options?.LoggerFactory)
    {
    }

    /// <param name="options">The options.</param>
    /// <param name="name">The name of the client in logs; empty for one without.</param>
    /// <param name="loggers">Makes its log; null for none.</param>
    internal Keyring(ReauthenticationOptions? options, string name, ILoggerFactory? loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        Telemetry = new(name, options.Origins, loggers);
        _schemes = options.CreateSchemes(Telemetry).GroupBy(each => each.Origin, each => each.Scheme).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        KeyFields = _schemes.Values.SelectMany(schemes => schemes).OfType<ApiKeyClientScheme>().Select(scheme => scheme.Field).Concat(options.OwnFields).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        (Order, FailureMode, CopyLimit, MaxRedirects) = (options.Order, options.FailureMode, options.CopyLimit, options.MaxRedirects);
        Observer = options.Observer is { } own ? new BothObservers(Telemetry, own) : Telemetry;
        Proxies = ProxyKeyring.Of(options, Observer);
    }

    /// <summary>Waits, for a while, for the answers to refresh tokens that are on their way: a lost one has a person sign in anew.</summary>
    public async ValueTask DisposeAsync() => await SettleAsync();

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => SettleAsync().Wait(); // what it waits for goes on without the thread that waits

    internal ChallengeOrder Order { get; }

    internal Failures.FailureMode FailureMode { get; }

    internal int CopyLimit { get; }

    internal int MaxRedirects { get; }

    internal ProxyKeyring? Proxies { get; }

    /// <summary>The fields that carry keys, and those of <see cref="ReauthenticationOptions.OwnFields"/>: what stands in one is no other origin's business, whoever put it there.</summary>
    internal FrozenSet<string> KeyFields { get; }

    /// <summary>What operators see of it.</summary>
    internal ClientTelemetry Telemetry { get; }

    /// <summary>Who looks on, telemetry included.</summary>
    internal ExchangeObserver Observer { get; }

    internal ImmutableArray<ClientScheme> SchemesFor(Origin origin) => _schemes.GetValueOrDefault(origin, []);

    private Task SettleAsync() => Task.WhenAll(_schemes.Values.SelectMany(schemes => schemes).Select(scheme => scheme.SettleAsync()));
}
