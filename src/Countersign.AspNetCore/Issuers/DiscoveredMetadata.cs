using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// What an issuer says of itself (RFC 8414, OpenID Connect Discovery 1.0): looked for where its identifier points, and kept for an hour. Only what names
/// this very issuer is believed, and none of its addresses is followed out of TLS.
/// </summary>
internal sealed class DiscoveredMetadata
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private readonly string _issuer;
    private readonly Uri[] _places;
    private readonly BoundedFetch _fetch;
    private readonly TimeProvider _time;
    private IssuerMetadata? _known;
    private long _asked;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="issuer">The issuer's identifier; the metadata have to say the same, character by character.</param>
    /// <param name="metadata">Where the metadata are; null for the places that follow from an identifier that is a URL.</param>
    /// <param name="fetch">Asks.</param>
    /// <param name="time">The clock.</param>
    public DiscoveredMetadata(string issuer, Uri? metadata, BoundedFetch fetch, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(time);
        if (metadata is null && !Uri.TryCreate(issuer, UriKind.Absolute, out _))
            throw new ArgumentException("The issuer is no URL, and nobody says where its metadata are.", nameof(issuer));
        var known = metadata ?? new Uri(issuer);
        IssuerUrl.Demand(known);
        (_issuer, _time, _fetch) = (issuer, time, fetch);
        _places = metadata is null ? IssuerUrl.MetadataOf(known) : [metadata];
    }

    /// <summary>An address out of the metadata, or why there is none.</summary>
    /// <param name="name">The member that is meant, for words.</param>
    /// <param name="member">Reads it.</param>
    /// <param name="cancel">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<DiscoveredUrl> FindAsync(string name, Func<IssuerMetadata, string?> member, CancellationToken cancel)
    {
        if (_known is not { } metadata || _time.GetElapsedTime(_asked) >= Stale)
        {
            var (found, failure) = await AskAsync(cancel);
            if (found is null)
                return new(null, failure);
            (metadata, _known, _asked) = (found, found, _time.GetTimestamp());
        }

        if (!Uri.TryCreate(member(metadata), UriKind.Absolute, out var url))
            return new(null, $"the metadata of {PeerText.Failure(_issuer)} have no {name}");
        return IssuerUrl.WhyNotFollowed(url, _places[0]) is { } reason ? new(null, $"{name}, {BoundedFetch.Shown(url)}, {reason}") : new(url, null);
    }

    /// <summary>Has the next question ask the issuer again: what it said did not serve.</summary>
    public void Forget() => _known = null;

    private async Task<(IssuerMetadata? Metadata, string? Failure)> AskAsync(CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var place in _places)
        {
            var fetched = await _fetch.GetAsync(place, cancel);
            if (!fetched.IsGood)
                failures.Add(fetched.Failure);
            else if (Read(fetched.Octets, out var failure) is { } metadata)
                return (metadata, null);
            else
                failures.Add($"{BoundedFetch.Shown(place)}: {failure}");
        }

        return (null, string.Join("; ", failures));
    }

    private IssuerMetadata? Read(byte[] octets, out string? failure)
    {
        failure = null;
        if (IssuerMetadata.Read(octets, out var fault) is not { } metadata)
            failure = $"no sound metadata. {KeySourceAnswer.Words(fault!.Value)}";
        else if (metadata.Issuer != _issuer)
            failure = metadata.Issuer is { } other ? PeerText.Failure($"these are the metadata of another issuer, {other}") : "the metadata name no issuer";
        else
            return metadata;
        return null;
    }
}

/// <summary>An address that an issuer names, or why there is none.</summary>
internal readonly record struct DiscoveredUrl(Uri? Url, string? Failure)
{
    [MemberNotNullWhen(true, nameof(Url))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsGood => Url is not null;
}
