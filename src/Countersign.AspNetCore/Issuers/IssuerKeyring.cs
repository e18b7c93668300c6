using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;
using Microsoft.Extensions.Logging;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// The published keys of issuers, one ring for all schemes that name the same place. They outlive a change of the configuration: keys that are known
/// serve on while their issuer is down.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="log">Where it is told what becomes of issuers.</param>
/// <param name="looksAhead">Whether keys are fetched before the first token asks for them; the dry run fetches none that it does not need.</param>
internal sealed class IssuerKeyring(TimeProvider clock, ILogger log, Func<bool> looksAhead) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Place, Ring> _rings = [];
    private readonly List<Func<IssuerState>> _others = [];

    /// <summary>The keys of an issuer; they stay until all that were lent are given back.</summary>
    /// <exception cref="IOException">The file of authorities can't be read.</exception>
    public IssuerLease Lend(IssuerConfiguration issuer)
    {
        var place = new Place(issuer.Name, issuer.Metadata, issuer.JwksUri, issuer.Authorities, issuer.Authorities is { } file ? File.GetLastWriteTimeUtc(file) : default);
        lock (_gate)
        {
            if (!_rings.TryGetValue(place, out var ring))
            {
                ring = new(new PublishedIssuerKeys(SourceOf(issuer), clock, news => Tell(issuer.Name, news)));
                _rings.Add(place, ring);
                if (looksAhead())
                    ring.Keys.Start();
            }

            ring.Lent++;
            return new(ring.Keys, () => GiveBack(place));
        }
    }

    /// <summary>Has <see cref="States"/> tell of an issuer that publishes no keys, until that is disposed.</summary>
    public IDisposable Show(Func<IssuerState> state)
    {
        lock (_gate)
            _others.Add(state);
        return new Showing(() =>
        {
            lock (_gate)
                _others.Remove(state);
        });
    }

    /// <summary>The issuers whose tokens are judged, with what is known of them.</summary>
    public IReadOnlyList<IssuerState> States()
    {
        lock (_gate)
        {
            var published = _rings.Select(ring => new IssuerState(ring.Key.Issuer, IssuerWay.Published, ring.Value.Keys.Current?.Keys.Length ?? 0, ring.Value.Keys.Failure));
            return [.. published.Concat(_others.Select(state => state())).Distinct().OrderBy(state => state.Name, StringComparer.Ordinal).ThenBy(state => state.Way)];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var ring in _rings.Values)
                ring.Keys.Dispose();
            _rings.Clear();
        }
    }

    private void GiveBack(Place place)
    {
        lock (_gate)
        {
            if (!_rings.TryGetValue(place, out var ring) || --ring.Lent > 0)
                return;
            _rings.Remove(place);
            ring.Keys.Dispose();
        }
    }

    private IKeySource SourceOf(IssuerConfiguration issuer)
    {
        var handler = OutboundHandler.Create(issuer.Authorities);
        if (issuer.JwksUri is { } keys)
            return new JwkSetSource(keys, handler, clock);
        return issuer.Name.StartsWith("did:web:", StringComparison.Ordinal)
            ? new DidWebSource(issuer.Name, handler, clock)
            : new DiscoveredSource(issuer.Name, issuer.Metadata, handler, clock);
    }

    private void Tell(string issuer, IssuerKeysNews news)
    {
        switch (news.Kind)
        {
            case IssuerKeysNewsKind.Failing:
                log.IssuerFailing(issuer, news.Keys is null ? "and its tokens are not taken until they can" : "those of before stay in use", news.Failure ?? "it does not answer");
                break;
            case IssuerKeysNewsKind.Recovered:
                log.IssuerRecovered(issuer);
                break;
            case IssuerKeysNewsKind.Changed:
                log.IssuerKeysChanged(issuer, news.Keys?.Keys.Length ?? 0, IssuerFactory.Shown(string.Join(", ", news.Keys?.Keys.Select(key => key.ToString()) ?? [])));
                break;
        }

        foreach (var fault in news.Faults)
            log.IssuerKeyUnusable(issuer, IssuerFactory.WordsFor(fault), IssuerFactory.NameOf(fault));
    }

    private sealed class Showing(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed record Place(string Issuer, Uri? Metadata, Uri? Keys, string? Authorities, DateTime AuthoritiesChanged);

    private sealed class Ring(PublishedIssuerKeys keys)
    {
        public PublishedIssuerKeys Keys => keys;

        public int Lent { get; set; }
    }
}

/// <summary>Keys that somebody uses for a while.</summary>
internal sealed class IssuerLease(IIssuerKeys keys, Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public IIssuerKeys Keys => keys;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
