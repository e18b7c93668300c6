using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>A JWK Set (RFC 7517 §5) whose place the operator knows.</summary>
public sealed class JwkSetSource : IKeySource
{
    private readonly Uri _url;
    private readonly BoundedFetch _fetch;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="url">The set, http or https.</param>
    /// <param name="handler">The connections; disposed with the source.</param>
    /// <param name="time">The clock.</param>
    public JwkSetSource(Uri url, HttpMessageHandler handler, TimeProvider time)
    {
        IssuerUrl.Demand(url);
        _url = url;
        _fetch = new(handler, time);
    }

    /// <inheritdoc/>
    public Task<KeySourceAnswer> AskAsync(CancellationToken cancel) => ReadAsync(_fetch, _url, cancel);

    /// <inheritdoc/>
    public void Dispose() => _fetch.Dispose();

    internal static async Task<KeySourceAnswer> ReadAsync(BoundedFetch fetch, Uri url, CancellationToken cancel) =>
        KeySourceAnswer.Of(await fetch.GetAsync(url, cancel), url, static octets => JwkReader.ReadSet(octets, KeyOrigin.Published));
}
