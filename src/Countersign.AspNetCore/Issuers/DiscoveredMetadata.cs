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

    // What does not serve may fail many at once.
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromSeconds(10);

    private readonly string _issuer;
    private readonly Uri[] _places;
    private readonly BoundedFetch _fetch;
    private readonly TimeProvider _time;
    private readonly Dictionary<Uri, (IssuerMetadata Metadata, long Asked, TimeSpan For)> _known = [];
    private long? _forgottenAt;

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

    /// <summary>An address out of the first metadata that have it, or why there is none.</summary>
    /// <param name="name">The member that is meant, for words.</param>
    /// <param name="member">Reads it.</param>
    /// <param name="cancel">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<DiscoveredUrl> FindAsync(string name, Func<IssuerMetadata, string?> member, CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var place in _places)
        {
            var (metadata, failure) = await ReadAsync(place, cancel);
            if (metadata is null)
                failures.Add(failure!);
            else if (!Uri.TryCreate(member(metadata), UriKind.Absolute, out var url))
                failures.Add($"{BoundedFetch.Shown(place)}: the metadata have no {name}");
            else if (IssuerUrl.WhyNotFollowed(url, _places[0]) is { } reason)
                failures.Add($"{BoundedFetch.Shown(place)}: {name}, {BoundedFetch.Shown(url)}, {reason}");
            else
                return new(url, null);
        }

        return new(null, string.Join("; ", failures));
    }

    /// <summary>The first metadata that are sound, or why there are none.</summary>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<(IssuerMetadata? Metadata, string? Failure)> ReadAsync(CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var place in _places)
        {
            var (metadata, failure) = await ReadAsync(place, cancel);
            if (metadata is not null)
                return (metadata, null);
            failures.Add(failure!);
        }

        return (null, string.Join("; ", failures));
    }

    /// <summary>Has the next question ask the issuer again, though once in ten seconds at most: what it said did not serve.</summary>
    public void Forget()
    {
        lock (_known)
        {
            if (_forgottenAt is { } at && _time.GetElapsedTime(at) < ForgetInterval)
                return;
            _forgottenAt = _time.GetTimestamp();
            foreach (var place in _places)
            {
                if (_known.TryGetValue(place, out var known))
                    _known[place] = known with { For = TimeSpan.Zero };
            }
        }
    }

    private async Task<(IssuerMetadata? Metadata, string? Failure)> ReadAsync(Uri place, CancellationToken cancel)
    {
        IssuerMetadata? former;
        lock (_known)
        {
            if (_known.TryGetValue(place, out var known) && _time.GetElapsedTime(known.Asked) < known.For)
                return (known.Metadata, null);
            former = known.Metadata;
        }

        var fetched = await _fetch.GetAsync(place, cancel);
        if (!fetched.IsGood)
            return former is null ? (null, fetched.Failure) : (Remember(place, former, ForgetInterval), null);
        if (Read(fetched.Octets, out var failure) is not { } metadata)
            return (null, $"{BoundedFetch.Shown(place)}: {failure}");
        return (Remember(place, metadata, Stale), null);
    }

    // The former ones serve on while there are no newer: what failed may have been one question alone.
    private IssuerMetadata Remember(Uri place, IssuerMetadata metadata, TimeSpan time)
    {
        lock (_known)
            _known[place] = (metadata, _time.GetTimestamp(), time);
        return metadata;
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
