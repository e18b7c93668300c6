using System.Collections.Immutable;
using System.Net;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Stores;
using Countersign.Tokens;

namespace Countersign.Gateway.Configuration;

/// <summary>A whole configuration file, read and found valid; secrets resolved, file names absolute.</summary>
public sealed record GatewayConfiguration
{
    /// <summary>Where requests are taken.</summary>
    public ImmutableArray<ListenerConfiguration> Listen { get; init; } = [new() { Url = "http://127.0.0.1:8080" }];

    /// <summary>Where health, metrics, journal, users and keys are served; null for nowhere.</summary>
    public string? Admin { get; init; } = "http://127.0.0.1:8081";

    /// <summary>The credential of the admin listener; null to make a random one at the first start.</summary>
    public Secret? AdminToken { get; init; }

    /// <summary>Where the server that the console's pages to learn need listens; null for nowhere.</summary>
    public string? AdminLab { get; init; }

    /// <summary>The store.</summary>
    public StoreAddress Store { get; init; } = StoreAddress.OfFile("countersign.db");

    /// <summary>Where the credential of the admin listener is kept when the configuration names none.</summary>
    public string AdminTokenFile { get; init; } = "countersign.db.admin-token";

    /// <summary>The networks whose X-Forwarded-* and Forwarded are believed.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Who may ask about requests that came to others; null for nobody.</summary>
    public ForwardAuthConfiguration? ForwardAuth { get; init; }

    /// <summary>All whose word on the client is taken: who may describe whole requests may tell of that as well.</summary>
    internal ImmutableArray<IPNetwork> BelievedProxies => ForwardAuth is null ? TrustedProxies : [.. TrustedProxies, .. ForwardAuth.Proxies];

    /// <summary>The names of the identity fields for upstreams.</summary>
    public IdentityHeaders Identity { get; init; } = new();

    /// <summary>The signed word for upstreams; null when there is none.</summary>
    public AssertionConfiguration? Assertion { get; init; }

    /// <summary>How people sign in for a session; null when nobody does.</summary>
    public SignInConfiguration? SignIn { get; init; }

    /// <summary>The names of all fields by which upstreams are told who the subject is.</summary>
    internal IEnumerable<string> IdentityFields => Assertion is { Header: var header } ? Identity.Names.Append(header) : Identity.Names;

    /// <summary>How long the journal keeps refusals, and how many.</summary>
    public JournalConfiguration Journal { get; init; } = new();

    /// <summary>Lockout and rate limits.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Where telemetry is sent by OTLP; null for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>The schemes by their names, in the order of the file.</summary>
    public ImmutableArray<SchemeConfiguration> Schemes { get; init; } = [];

    /// <summary>The routes; the first match wins.</summary>
    public ImmutableArray<RouteConfiguration> Routes { get; init; } = [];
}

/// <summary>One public listener.</summary>
public sealed record ListenerConfiguration
{
    /// <summary>Scheme, address and port; port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>The PEM certificate chain, for https; reloaded when the file changes.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM key of the certificate.</summary>
    public string? Key { get; init; }

    /// <summary>Whether clients are asked for a certificate, which they need not have.</summary>
    public bool ClientCertificates { get; init; }

    /// <summary>Whether a cleartext listener speaks HTTP/2 by prior knowledge (gRPC) instead of HTTP/1.1.</summary>
    public bool Http2Cleartext { get; init; }
}

/// <summary>The fields that tell the upstream who the subject is; null leaves one out.</summary>
public sealed record IdentityHeaders
{
    /// <summary>The subject's name.</summary>
    public string? User { get; init; } = "X-Forwarded-User";

    /// <summary>Its groups, joined with commas.</summary>
    public string? Groups { get; init; } = "X-Forwarded-Groups";

    /// <summary>Its e-mail address.</summary>
    public string? Email { get; init; } = "X-Forwarded-Email";

    /// <summary>All that are in use.</summary>
    internal IEnumerable<string> Names => new[] { User, Groups, Email }.OfType<string>();
}

/// <summary>How upstreams are told by a signed word who asks, so that they need not trust the network.</summary>
/// <param name="Issuer">Who makes it: the <c>iss</c> that upstreams expect.</param>
public sealed record AssertionConfiguration(string Issuer)
{
    /// <summary>The field that carries it.</summary>
    public string Header { get; init; } = "Countersign-Assertion";

    /// <summary>Where its keys are published, at every host.</summary>
    public string JwksPath { get; init; } = "/.well-known/jwks.json";

    /// <summary>How long it counts.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What it is signed by.</summary>
    public JwsAlgorithm Algorithm { get; init; } = JwsAlgorithm.ES256;

    /// <summary>How long a key signs before the next one does.</summary>
    public TimeSpan Rotate { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>Bounds of the journal.</summary>
public sealed record JournalConfiguration
{
    /// <summary>How long refusals are kept.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many refusals are kept at most.</summary>
    public int MaxRows { get; init; } = 1_000_000;
}
