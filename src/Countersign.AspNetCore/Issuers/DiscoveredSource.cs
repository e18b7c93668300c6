using Countersign.AspNetCore.Outbound;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// A JWK Set that the issuer's metadata point to (RFC 8414, OpenID Connect Discovery 1.0). They are asked anew after an hour, and when the set
/// did not come.
/// </summary>
public sealed class DiscoveredSource : IKeySource
{
    private readonly BoundedFetch _fetch;
    private readonly DiscoveredMetadata _metadata;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="issuer">The issuer's identifier; the metadata have to say the same, character by character.</param>
    /// <param name="metadata">Where the metadata are; null for the places that follow from an identifier that is a URL.</param>
    /// <param name="handler">The connections; disposed with the source.</param>
    /// <param name="time">The clock.</param>
    public DiscoveredSource(string issuer, Uri? metadata, HttpMessageHandler handler, TimeProvider time)
    {
        _fetch = new(handler, time);
        _metadata = new(issuer, metadata, _fetch, time);
    }

    /// <inheritdoc/>
    public async Task<KeySourceAnswer> AskAsync(CancellationToken cancel)
    {
        var keys = await _metadata.FindAsync("jwks_uri", static metadata => metadata.JwksUri, cancel);
        if (!keys.IsGood)
            return KeySourceAnswer.Failed(keys.Failure);
        var answer = await JwkSetSource.ReadAsync(_fetch, keys.Url, cancel);
        if (!answer.IsGood)
            _metadata.Forget();
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _fetch.Dispose();
}
