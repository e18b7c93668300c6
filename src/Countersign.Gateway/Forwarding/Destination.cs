namespace Countersign.Gateway.Forwarding;

/// <summary>One server behind a route, with what is known of its health.</summary>
internal sealed class Destination(Uri url)
{
    private int _active;
    private volatile bool _healthy = true;

    /// <summary>Scheme and authority with an optional path prefix, without a trailing slash.</summary>
    public string Prefix { get; } = url.AbsoluteUri.TrimEnd('/');

    /// <summary>The name or address, an IPv6 address without brackets.</summary>
    public string Host => url.IdnHost;

    public int Port => url.Port;

    public bool IsTls { get; } = url.Scheme == Uri.UriSchemeHttps;

    public bool IsHealthy
    {
        get => _healthy;
        set => _healthy = value;
    }

    public int ActiveRequests => Volatile.Read(ref _active);

    public void Enter() => Interlocked.Increment(ref _active);

    public void Leave() => Interlocked.Decrement(ref _active);
}
