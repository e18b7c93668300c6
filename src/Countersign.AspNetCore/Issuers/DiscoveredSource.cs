using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// A JWK Set that the issuer's metadata point to (RFC 8414, OpenID Connect Discovery 1.0). They are asked anew after an hour, and when the set
/// did not come.
/// </summary>
public sealed class DiscoveredSource : IKeySource
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private readonly string _issuer;
    private readonly Uri[] _places;
    private readonly BoundedFetch _fetch;
    private readonly TimeProvider _time;
    private Uri? _keys;
    private long _asked;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="issuer">The issuer's identifier; the metadata have to say the same, character by character.</param>
    /// <param name="metadata">Where the metadata are; null for the places that follow from an identifier that is a URL.</param>
    /// <param name="handler">The connections; disposed with the source.</param>
    /// <param name="time">The clock.</param>
    public DiscoveredSource(string issuer, Uri? metadata, HttpMessageHandler handler, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(time);
        if (metadata is null && !Uri.TryCreate(issuer, UriKind.Absolute, out _))
            throw new ArgumentException("The issuer is no URL, and nobody says where its metadata are.", nameof(issuer));
        var known = metadata ?? new Uri(issuer);
        IssuerUrl.Demand(known);
        (_issuer, _time, _fetch) = (issuer, time, new(handler, time));
        _places = metadata is null ? IssuerUrl.MetadataOf(known) : [metadata];
    }

    /// <inheritdoc/>
    public async Task<KeySourceAnswer> AskAsync(CancellationToken cancel)
    {
        if (_keys is null || _time.GetElapsedTime(_asked) >= Stale)
        {
            if (await DiscoverAsync(cancel) is { } failure)
                return KeySourceAnswer.Failed(failure);
            _asked = _time.GetTimestamp();
        }

        var answer = await JwkSetSource.ReadAsync(_fetch, _keys!, cancel);
        if (!answer.IsGood)
            _keys = null;
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _fetch.Dispose();

    /// <summary>Finds where the keys are; answers why not.</summary>
    private async Task<string?> DiscoverAsync(CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var place in _places)
        {
            var fetched = await _fetch.GetAsync(place, cancel);
            if (!fetched.IsGood)
                failures.Add(fetched.Failure);
            else if (ReadMetadata(fetched.Octets, out var keys) is { } failure)
                failures.Add($"{BoundedFetch.Shown(place)}: {failure}");
            else
            {
                _keys = keys;
                return null;
            }
        }

        return string.Join("; ", failures);
    }

    private string? ReadMetadata(byte[] octets, out Uri? keys)
    {
        keys = null;
        if (IssuerMetadata.Read(octets, out var fault) is not { } metadata)
            return $"no sound metadata. {KeySourceAnswer.Words(fault!.Value)}";
        if (metadata.Issuer != _issuer)
            return metadata.Issuer is { } other ? PeerText.Failure($"these are the metadata of another issuer, {other}") : "the metadata name no issuer";
        if (!Uri.TryCreate(metadata.JwksUri, UriKind.Absolute, out keys))
            return "the metadata have no jwks_uri";
        return IssuerUrl.WhyNotFollowed(keys, _places[0]) is { } reason ? $"jwks_uri, {BoundedFetch.Shown(keys)}, {reason}" : null;
    }
}
