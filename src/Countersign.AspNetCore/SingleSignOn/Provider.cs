using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;
using Countersign.Tokens.OpenId;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>A provider as it is asked: over connections that follow nobody elsewhere, and left in peace for a while when it fails again and again.</summary>
internal sealed class Provider : IDisposable
{
    private readonly BoundedFetch _fetch;
    private readonly DiscoveredMetadata? _metadata;
    private readonly Breaker _breaker;
    private readonly IIssuerKeys? _keys;
    private readonly Action? _giveBack;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="options">What the operator says of it.</param>
    /// <param name="keys">By what its ID tokens are signed; null for OAuth 2.</param>
    /// <param name="handler">The connections; disposed with the provider.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="tell">Told why when it begins to fail, and null when it is well again. Must not throw.</param>
    /// <param name="giveBack">Called when the provider is disposed.</param>
    public Provider(ProviderOptions options, IIssuerKeys? keys, HttpMessageHandler handler, TimeProvider clock, Action<string?>? tell = null, Action? giveBack = null)
    {
        (Options, _keys, _giveBack) = (options, keys, giveBack);
        _fetch = new(handler, clock);
        _breaker = new(clock, tell);
        if (options is { AuthorizationEndpoint: null } or { TokenEndpoint: null })
            _metadata = new(options.Issuer!, options.Metadata, _fetch, clock);
    }

    public ProviderOptions Options { get; }

    public string Name => Options.Name;

    /// <summary>What its tokens are judged by; null where it signs none.</summary>
    public TrustedProvider? Trusted(ProviderPlaces places) =>
        _keys is null ? null : new(Options.Issuer!, _keys, Options.Client.ClientId) { Algorithms = places.Algorithms };

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ProviderPlaces> PlacesAsync(CancellationToken cancel)
    {
        if (_metadata is null)
            return ProviderPlaces.Of(Options, null);
        var (metadata, failure) = await _metadata.ReadAsync(cancel);
        return metadata is null ? ProviderPlaces.Unknown(failure!) : ProviderPlaces.Of(Options, metadata);
    }

    /// <summary>Sends a form in the gateway's own name.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<FormAnswer> PostAsync(Uri url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        if (_breaker.WhyClosed() is { } closed)
            return FormAnswer.Unasked(closed);
        var answer = await _fetch.PostAsync(url, form, Options.Client, cancel);
        if (answer.IsAnswered)
        {
            _breaker.Succeed();
            return answer;
        }

        _breaker.Fail(answer.Failure);
        _metadata?.Forget();
        return answer;
    }

    /// <summary>What it tells of the person for whom it gave a token.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<Fetched> TellAsync(Uri url, Secret accessToken, CancellationToken cancel) => _fetch.GetAsync(url, cancel, accessToken);

    public void Dispose()
    {
        _fetch.Dispose();
        _giveBack?.Invoke();
    }
}
