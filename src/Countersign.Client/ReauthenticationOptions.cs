using Countersign.Client.Discovery;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Proxies;
using Countersign.Client.Schemes;
using Countersign.Client.Schemes.Digest;
using Countersign.Client.Tokens;
using Countersign.Wire;
using Microsoft.Extensions.Logging;

namespace Countersign.Client;

/// <summary>What a client has to show, origin by origin, and how it behaves. An origin without credentials gets none, and keeps its 401.</summary>
public sealed class ReauthenticationOptions
{
    /// <summary>The widest <see cref="CopyLimit"/>, in octets.</summary>
    public const int MaxCopyLimit = 256 * 1024 * 1024;

    private readonly List<(Origin Origin, Func<Origin, ClientScheme> Create)> _schemes = [];
    private Dictionary<TokenGrant, TokenFlights> _flights = [];
    private ITokenWatch? _watch;

    /// <summary>Which challenge is answered. Default: the strongest.</summary>
    public ChallengeOrder Order { get; set; }

    /// <summary>What becomes of a 401 that credentials did not help against. Default: an exception that says why.</summary>
    public FailureMode FailureMode { get; set; }

    /// <summary>Of how many octets of content that can't be read twice a copy is kept for a replay. 0 to <see cref="MaxCopyLimit"/>; default 1 MiB.</summary>
    public int CopyLimit
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxCopyLimit);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>How many redirects are followed. 0 to 50; default 20. Beyond it the caller gets the redirect itself.</summary>
    public int MaxRedirects
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 50);
            field = value;
        }
    } = 20;

    /// <summary>Looks on while requests find their way in; null for nobody.</summary>
    public ExchangeObserver? Observer { get; set; }

    /// <summary>Where the client's log goes; null for nowhere. Clients of a factory log where the application does, unless it is set.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock by which tokens end. Default: the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The proxies on the way, with credentials of their own. Default: none, so that the handler below goes as it is set up.</summary>
    public ProxyOptions Proxies { get; } = new();

    /// <summary>Further fields of requests that no redirect carries to another origin: what stands in them opens something.</summary>
    internal HashSet<string> OwnFields { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a user name and password for Basic.</summary>
    /// <exception cref="ArgumentException">The origin is none, or the name has a colon, or either a control character.</exception>
    public void AddBasic(string origin, string user, Secret password, Action<BasicClientOptions>? configure = null)
    {
        var basic = new BasicClientOptions(user, password);
        configure?.Invoke(basic);
        _ = basic.Authorization(isLatin1: false); // says at once what is wrong with them
        Add(Origin.Parse(origin), at => new BasicClientScheme(at, basic));
    }

    /// <summary>Adds a user name and password for Digest.</summary>
    /// <exception cref="ArgumentException">The origin is none, or the name has a control character, or either part a code point that no text has.</exception>
    public void AddDigest(string origin, string user, Secret password, Action<DigestClientOptions>? configure = null)
    {
        var digest = new DigestClientOptions(user, password);
        configure?.Invoke(digest);
        var login = digest.Login();
        Add(Origin.Parse(origin), at => new DigestClientScheme(at, digest, login));
    }

    /// <summary>Adds a key that a field carries.</summary>
    /// <exception cref="ArgumentException">The origin is none, or the field has no name of one, or the key a control character.</exception>
    public void AddApiKey(string origin, Secret key, Action<ApiKeyClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var options = new ApiKeyClientOptions(key);
        configure?.Invoke(options);
        if (!WireChars.IsToken(options.Header))
            throw new ArgumentException("The name of a field is a token.", nameof(configure));
        if (key.Reveal().Any(char.IsControl))
            throw new ArgumentException("A key contains no control character; what is read from a file may end with one.", nameof(key));
        Add(Origin.Parse(origin), at => new ApiKeyClientScheme(at, options));
    }

    /// <summary>Adds access tokens.</summary>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public void AddBearer(string origin, TokenGrant grant, Action<BearerClientOptions>? configure = null)
    {
        var options = new BearerClientOptions(grant);
        configure?.Invoke(options);
        Add(Origin.Parse(origin), at => new BearerClientScheme(at, options.AllowCleartext, TokensOf(options), Clock));
    }

    /// <summary>Adds access tokens that are bound to a key (DPoP, RFC 9449).</summary>
    /// <param name="origin">Where they are sent to.</param>
    /// <param name="grant">Where they come from; its token endpoint has to be asked with the same key.</param>
    /// <param name="key">The key.</param>
    /// <param name="configure">Says more.</param>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public void AddDpop(string origin, TokenGrant grant, DpopKey key, Action<DpopClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var options = new DpopClientOptions(grant);
        configure?.Invoke(options);
        Add(Origin.Parse(origin), at => new DpopClientScheme(at, options.AllowCleartext, options.AllowBearer, key, TokensOf(options)));
        if (options.AllowBearer)
            Add(Origin.Parse(origin), at => new BearerClientScheme(at, options.AllowCleartext, TokensOf(options), Clock));
    }

    /// <summary>Adds access tokens of whom the origin's resources name: by their metadata (RFC 9728) and those of the authorization server (RFC 8414).</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="grantAt">How tokens are got at the server that was found; null where this client has no business there.</param>
    /// <param name="configure">Says whom to believe.</param>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public void AddDiscoveredTokens(string origin, Func<AuthorizationServer, TokenGrant?> grantAt, Action<DiscoveryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(grantAt);
        var options = new DiscoveryOptions();
        configure?.Invoke(options);
        Add(Origin.Parse(origin), at =>
        {
            var tokens = new DiscoveredTokens(at, grantAt, options, Clock, _watch);
            return options.Key is { } key
                ? new DpopClientScheme(at, tokens.AllowsCleartext, allowsBearer: false, key, tokens)
                : new BearerClientScheme(at, tokens.AllowsCleartext, tokens, Clock);
        });
    }

    /// <summary>Adds credentials of a scheme that is not among those that the library brings.</summary>
    public void Add(Origin origin, Func<Origin, ClientScheme> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _schemes.Add((origin, create));
    }

    internal IEnumerable<Origin> Origins => _schemes.Select(each => each.Origin);

    internal IReadOnlyList<(Origin Origin, ClientScheme Scheme)> CreateSchemes(ITokenWatch? watch = null)
    {
        _watch = watch;
        _flights = []; // each keyring has its own tokens
        return [.. _schemes.Select(each => (each.Origin, each.Create(each.Origin)))];
    }

    private GrantTokens TokensOf(TokenClientOptions options) => new(options, FlightsOf(options.Grant), options.StepUp is { } stepUp ? FlightsOf(stepUp) : null, _watch);

    /// <summary>Where a grant serves several origins, they share its tokens.</summary>
    private TokenFlights FlightsOf(TokenGrant grant)
    {
        if (!_flights.TryGetValue(grant, out var flights))
            _flights.Add(grant, flights = new(grant, Clock, _watch));
        return flights;
    }
}
