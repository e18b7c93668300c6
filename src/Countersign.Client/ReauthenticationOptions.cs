using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Schemes.Digest;
using Countersign.Client.Tokens;

namespace Countersign.Client;

/// <summary>What a client has to show, origin by origin, and how it behaves. An origin without credentials gets none, and keeps its 401.</summary>
public sealed class ReauthenticationOptions
{
    /// <summary>The widest <see cref="CopyLimit"/>, in octets.</summary>
    public const int MaxCopyLimit = 256 * 1024 * 1024;

    private readonly List<(Origin Origin, Func<Origin, ClientScheme> Create)> _schemes = [];
    private Dictionary<TokenGrant, TokenFlights> _flights = [];

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

    /// <summary>The clock by which tokens end. Default: the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Adds a user name and password for Basic.</summary>
    /// <exception cref="ArgumentException">The origin is none, or the name has a colon, or either a control character.</exception>
    public void AddBasic(string origin, string user, Secret password, Action<BasicClientOptions>? configure = null)
    {
        var basic = new BasicClientOptions(user, password);
        configure?.Invoke(basic);
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
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public void AddApiKey(string origin, Secret key, Action<ApiKeyClientOptions>? configure = null)
    {
        var options = new ApiKeyClientOptions(key);
        configure?.Invoke(options);
        Add(Origin.Parse(origin), at => new ApiKeyClientScheme(at, options));
    }

    /// <summary>Adds access tokens.</summary>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public void AddBearer(string origin, TokenGrant grant, Action<BearerClientOptions>? configure = null)
    {
        var options = new BearerClientOptions(grant);
        configure?.Invoke(options);
        Add(Origin.Parse(origin), at => new BearerClientScheme(at, options, FlightsOf(grant), Clock));
    }

    /// <summary>Adds credentials of a scheme that is not among those that the library brings.</summary>
    public void Add(Origin origin, Func<Origin, ClientScheme> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _schemes.Add((origin, create));
    }

    internal IReadOnlyList<(Origin Origin, ClientScheme Scheme)> CreateSchemes()
    {
        _flights = []; // each keyring has its own tokens
        return [.. _schemes.Select(each => (each.Origin, each.Create(each.Origin)))];
    }

    /// <summary>Where a grant serves several origins, they share its tokens.</summary>
    private TokenFlights FlightsOf(TokenGrant grant)
    {
        if (!_flights.TryGetValue(grant, out var flights))
            _flights.Add(grant, flights = new(grant, Clock));
        return flights;
    }
}
