using Countersign.Client.Schemes;
using Countersign.Client.Schemes.Digest;

namespace Countersign.Client.Proxies;

/// <summary>
/// The proxies on the way, and what they are shown: a set of credentials of its own, of which no origin sees anything. Requests for https go through a
/// tunnel (CONNECT, RFC 9110 §9.3.6), those for http are given to the proxy.
/// </summary>
/// <remarks>Below the <see cref="ReauthenticationHandler"/> there has to be a <see cref="SocketsHttpHandler"/> without a proxy and a ConnectCallback of its own.</remarks>
public sealed class ProxyOptions
{
    private readonly List<(Origin Proxy, Func<Origin, ClientScheme> Create)> _schemes = [];

    // Most environments name one proxy several times.
    private readonly HashSet<Origin> _withUser = [];

    /// <summary>How long opening a tunnel may take, all its rounds together. Default: 30 seconds.</summary>
    public TimeSpan TunnelTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(10));
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    internal ProxyRoutes Routes { get; private set; } = ProxyRoutes.None;

    /// <summary>Sends all requests through a proxy, but those to hosts of <see cref="Bypass"/>.</summary>
    /// <param name="proxy">Its address, such as <c>http://proxy.example.org:3128</c>. A user name and password in it are for Digest, with MD5 too, and for Basic, in the open too.</param>
    /// <exception cref="ArgumentException">It is no address of http or https.</exception>
    public void Use(string proxy)
    {
        var at = Take(proxy, nameof(proxy));
        Routes = Routes with { ForHttp = at, ForHttps = at };
    }

    /// <summary>
    /// Takes the proxies that <c>http_proxy</c>, <c>https_proxy</c>, <c>all_proxy</c> and <c>no_proxy</c> name in the environment, in lower or upper case.
    /// Without any of them nothing changes.
    /// </summary>
    /// <exception cref="ArgumentException">One of them is no address of http or https.</exception>
    public void UseEnvironment() => UseEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>Goes to these hosts without a proxy.</summary>
    /// <param name="hosts">A name covers itself and all names below it; <c>*</c>, addresses and ranges of them (<c>10.0.0.0/8</c>) are understood, each with a port or without.</param>
    public void Bypass(params ReadOnlySpan<string> hosts)
    {
        foreach (var host in hosts)
            Routes = Routes with { Bypassed = Routes.Bypassed.AddRange(ProxyBypass.ReadAll(host)) };
    }

    /// <summary>Adds a user name and password for Basic at a proxy.</summary>
    /// <exception cref="ArgumentException">The proxy is none, or the name has a colon, or either a control character.</exception>
    public void AddBasic(string proxy, string user, Secret password, Action<BasicClientOptions>? configure = null)
    {
        var basic = new BasicClientOptions(user, password);
        configure?.Invoke(basic);
        _ = basic.Authorization(isLatin1: false); // says at once what is wrong with them
        Add(Origin.Parse(proxy), at => new BasicClientScheme(at, basic));
    }

    /// <summary>Adds a user name and password for Digest at a proxy.</summary>
    /// <exception cref="ArgumentException">The proxy is none, or the name has a control character, or either part a code point that no text has.</exception>
    public void AddDigest(string proxy, string user, Secret password, Action<DigestClientOptions>? configure = null)
    {
        var digest = new DigestClientOptions(user, password);
        configure?.Invoke(digest);
        var login = digest.Login();
        Add(Origin.Parse(proxy), at => new DigestClientScheme(at, digest, login));
    }

    /// <summary>Adds credentials of a scheme that is not among those that the library brings. It sees the proxy as if it were an origin, and its answers as those of one.</summary>
    public void Add(Origin proxy, Func<Origin, ClientScheme> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _schemes.Add((proxy, create));
    }

    internal IEnumerable<(Origin Proxy, ClientScheme Scheme)> CreateSchemes() => _schemes.Select(each => (each.Proxy, each.Create(each.Proxy)));

    internal void UseEnvironment(Func<string, string?> read)
    {
        // In a CGI program HTTP_PROXY is what a stranger wrote into the field Proxy.
        var http = read("http_proxy") ?? (read("REQUEST_METHOD") is null ? read("HTTP_PROXY") : null);
        var https = read("https_proxy") ?? read("HTTPS_PROXY");
        var all = read("all_proxy") ?? read("ALL_PROXY");
        Routes = Routes with { ForHttp = Named(http, all) ?? Routes.ForHttp, ForHttps = Named(https, all) ?? Routes.ForHttps };
        Bypass(read("no_proxy") ?? read("NO_PROXY") ?? "");
    }

    private Origin? Named(string? own, string? all)
    {
        var proxy = string.IsNullOrWhiteSpace(own) ? all : own;
        return string.IsNullOrWhiteSpace(proxy) ? null : Take(proxy, "environment");
    }

    // What is wrong with an address is not said with the address: there may be a password in it.
    private Origin Take(string proxy, string from)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        var text = proxy.Contains("://", StringComparison.Ordinal) ? proxy.Trim() : $"http://{proxy.Trim()}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.Host.Length == 0)
            throw new ArgumentException("A proxy is written as `http://host:port` or `https://host:port`.", from);

        var at = Origin.Of(address);
        if (address.UserInfo.Length > 0 && _withUser.Add(at))
        {
            var parts = address.UserInfo.Split(':', 2);
            var (user, password) = (Uri.UnescapeDataString(parts[0]), new Secret(parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""));
            AddDigest(at.ToString(), user, password, digest => digest.AllowMd5 = true);
            AddBasic(at.ToString(), user, password, basic => basic.AllowCleartext = true);
        }

        return at;
    }
}
