using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>The document of a <c>did:web</c> issuer.</summary>
public sealed class DidWebSource : IKeySource
{
    private readonly string _did;
    private readonly Uri _url;
    private readonly BoundedFetch _fetch;
    private readonly TimeProvider _time;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="did">The DID.</param>
    /// <param name="handler">The connections; disposed with the source.</param>
    /// <param name="time">The clock, by which keys end.</param>
    public DidWebSource(string did, HttpMessageHandler handler, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _url = DidWeb.DocumentUrl(did) ?? throw new ArgumentException("Not a did:web of a host.", nameof(did));
        (_did, _time, _fetch) = (did, time, new(handler, time));
    }

    /// <inheritdoc/>
    public async Task<KeySourceAnswer> AskAsync(CancellationToken cancel) =>
        KeySourceAnswer.Of(await _fetch.GetAsync(_url, cancel), _url, octets => DidDocumentReader.Read(octets, _did, _time.GetUtcNow()));

    /// <inheritdoc/>
    public void Dispose() => _fetch.Dispose();
}
