using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Client.Exchanges;
using Countersign.Client.Schemes;

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
    {
        ArgumentNullException.ThrowIfNull(options);
        _schemes = options.CreateSchemes().GroupBy(each => each.Origin, each => each.Scheme).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        (Order, FailureMode, CopyLimit, MaxRedirects) = (options.Order, options.FailureMode, options.CopyLimit, options.MaxRedirects);
        Observer = options.Observer ?? NoObserver.Instance;
    }

    /// <summary>Waits, for a while, for the answers to refresh tokens that are on their way: a lost one has a person sign in anew.</summary>
    public async ValueTask DisposeAsync() => await SettleAsync();

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => SettleAsync().Wait(); // what it waits for goes on without the thread that waits

    internal ChallengeOrder Order { get; }

    internal Failures.FailureMode FailureMode { get; }

    internal int CopyLimit { get; }

    internal int MaxRedirects { get; }

    /// <summary>Who looks on.</summary>
    internal ExchangeObserver Observer { get; }

    internal ImmutableArray<ClientScheme> SchemesFor(Origin origin) => _schemes.GetValueOrDefault(origin, []);

    private Task SettleAsync() => Task.WhenAll(_schemes.Values.SelectMany(schemes => schemes).Select(scheme => scheme.SettleAsync()));

    private sealed class NoObserver : ExchangeObserver
    {
        public static readonly NoObserver Instance = new();
    }
}
