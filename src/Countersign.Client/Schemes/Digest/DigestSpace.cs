using System.Collections.Immutable;
using Countersign.Schemes.Digest;

namespace Countersign.Client.Schemes.Digest;

/// <summary>A realm of an origin: where its credentials are sent unasked, and over which nonce.</summary>
/// <param name="realm">The realm.</param>
/// <param name="sharesNonces">Whether requests at the same time use the same nonce, as long as the server does not take them one by one.</param>
internal sealed class DigestSpace(string realm, bool sharesNonces)
{
    private const int MaxIdle = 256;
    private readonly ProtectionSpace _folders = new();
    private readonly Stack<DigestSession> _idle = [];
    private volatile bool _sharesNonces = sharesNonces;
    private volatile string[]? _prefixes;
    private DigestSession? _current;

    public string Realm => realm;

    /// <summary>How closely it covers an address: the length of the part that is known; negative where it does not.</summary>
    public int Depth(Uri target)
    {
        var depth = _folders.Depth(target);
        if (_prefixes is not { } prefixes)
            return depth;
        foreach (var prefix in prefixes)
        {
            if (prefix.Length > depth && target.AbsolutePath.StartsWith(prefix, StringComparison.Ordinal))
                depth = prefix.Length;
        }

        return depth > 0 ? depth : -1;
    }

    /// <summary>Whether credentials were taken at an address, or at one of the same folder, whatever the server says of the space.</summary>
    public bool HasSeen(Uri target) => _folders.Covers(target);

    /// <summary>A nonce to send unasked; null when there is none at hand.</summary>
    public DigestSession? Take()
    {
        if (_sharesNonces)
            return Volatile.Read(ref _current);
        lock (_idle)
            return _idle.TryPop(out var session) ? session : null;
    }

    /// <summary>Takes over a nonce with which a request got in. Of many at once that come after the same one, the first becomes the next.</summary>
    /// <param name="session">The nonce.</param>
    /// <param name="after">Which nonce it comes after; null for none.</param>
    public void Keep(DigestSession session, DigestSession? after)
    {
        if (_sharesNonces)
        {
            Interlocked.CompareExchange(ref _current, session, after);
            return;
        }

        lock (_idle)
        {
            if (_idle.Count < MaxIdle)
                _idle.Push(session);
        }
    }

    /// <summary>From now on lets one request at a time use a nonce.</summary>
    public void Separate()
    {
        if (!_sharesNonces)
            return;
        _sharesNonces = false;
        Volatile.Write(ref _current, null);
    }

    /// <summary>Uses a nonce no more unasked.</summary>
    public void Drop(DigestSession session) => Interlocked.CompareExchange(ref _current, null, session);

    /// <summary>Takes note that credentials were taken at an address, and of what the server says of the space.</summary>
    public void Learn(Uri target, DigestDemand demand)
    {
        _folders.Add(target);
        _prefixes = PrefixesOf(target, demand.Domain);
    }

    /// <summary>The paths of a <c>domain</c> on its own origin; what it says of others is not believed. Null for the whole origin (RFC 7616 §3.3).</summary>
    private static string[]? PrefixesOf(Uri target, ImmutableArray<string> domain)
    {
        if (domain.IsEmpty)
            return null;
        var origin = Origin.Of(target);
        var prefixes = new List<string>();
        foreach (var text in domain)
        {
            if (Uri.TryCreate(target, text, out var uri) && Origin.Find(uri) == origin)
                prefixes.Add(uri.AbsolutePath);
        }

        return [.. prefixes];
    }
}
