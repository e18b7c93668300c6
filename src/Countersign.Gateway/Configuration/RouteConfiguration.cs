using System.Collections.Immutable;
using System.Net;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Outbound;
using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>One entry under <c>routes</c>.</summary>
/// <param name="Name">Its unique name, for journal, metrics and explain.</param>
public sealed record RouteConfiguration(string Name)
{
    /// <summary>Which requests it takes.</summary>
    public MatchConfiguration Match { get; init; } = new();

    /// <summary>Who may enter.</summary>
    public required AccessConfiguration Access { get; init; }

    /// <summary>Where admitted requests go; null for routes that deny.</summary>
    public UpstreamConfiguration? Upstream { get; init; }

    /// <summary>The origins whose scripts may use it; null refuses every preflight.</summary>
    public CorsConfiguration? Cors { get; init; }

    /// <summary>Whether Authorization reaches the upstream; null means: on public routes alone.</summary>
    public bool? ForwardAuthorization { get; init; }

    /// <summary>What somebody gets who has to sign in.</summary>
    public UnauthenticatedAnswer OnUnauthenticated { get; init; }

    /// <summary>Whether its 403 is shown as 404.</summary>
    public bool Conceal { get; init; }

    /// <summary>What clients ask tokens for, as an identifier of RFC 8707; null publishes nothing.</summary>
    public string? Resource { get; init; }

    /// <summary>Where it stands in the file, from 1.</summary>
    public int Line { get; init; }
}

/// <summary>Host, path, methods and header fields; all given ones have to match.</summary>
public sealed record MatchConfiguration
{
    /// <summary>A host name, <c>*</c>, or <c>*.example.org</c>; compared without case.</summary>
    public string Host { get; init; } = "*";

    /// <summary>A pattern of whole segments in canonical form: <c>*</c> is one, <c>**</c> zero or more.</summary>
    public string Path { get; init; } = "/**";

    /// <summary>The methods; empty means all.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>Fields that have to be present with this value, in one of their lines or as a member of their list; the value <c>*</c> means any.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>Who may enter.</summary>
/// <param name="Kind">public, deny or any-of.</param>
public sealed record AccessConfiguration(AccessKind Kind)
{
    /// <summary>The ids of the schemes in the order in which they are offered.</summary>
    public ImmutableArray<string> AnyOf { get; init; } = [];

    /// <summary>Users who may enter.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>Groups who may enter.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>E-mail addresses whose owners may enter.</summary>
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>Domains of e-mail addresses whose owners may enter.</summary>
    public ImmutableArray<string> EmailDomains { get; init; } = [];

    /// <summary>Whether it names who may enter; else everybody may who is recognised.</summary>
    public bool NamesSubjects => !(Users.IsEmpty && Groups.IsEmpty && !HasEmailRules);

    /// <summary>Whether some may enter by their e-mail address.</summary>
    public bool HasEmailRules => !(Emails.IsEmpty && EmailDomains.IsEmpty);

    /// <summary>Scopes, all of which are needed.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Roles, one of which is needed.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Claims that issuers have to make.</summary>
    public ImmutableArray<ClaimDemand> Claims { get; init; } = [];

    /// <summary>How people must have signed in; null for any way.</summary>
    public SignInDemand? SignIn { get; init; }

    /// <summary>Networks from which requests may come.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];
}

/// <summary>One or several servers behind a route.</summary>
public sealed record UpstreamConfiguration
{
    /// <summary>Base addresses: http or https, with an optional path prefix.</summary>
    public required ImmutableArray<Uri> Urls { get; init; }

    /// <summary><c>round-robin</c>, <c>least-requests</c>, <c>random</c> or <c>first</c>.</summary>
    public string LoadBalancing { get; init; } = "round-robin";

    /// <summary>The path that is asked every <see cref="HealthInterval"/>; null for no active check.</summary>
    public string? HealthPath { get; init; }

    /// <summary>How often health is checked.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an exchange may rest without a byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>A prefix taken off the path before forwarding; null for none.</summary>
    public string? StripPrefix { get; init; }

    /// <summary>Whether the host that was matched is passed on instead of the upstream's own.</summary>
    public bool PreserveHost { get; init; }

    /// <summary>A PEM file of authorities to trust for https; null for the system's.</summary>
    public string? Authorities { get; init; }

    /// <summary>Whether http upstreams are spoken to in HTTP/2 by prior knowledge; gRPC calls always are.</summary>
    public bool Http2Cleartext { get; init; }

    /// <summary>Whom the signed word about the subject is for: the upstream's name for itself; null to send none.</summary>
    public string? Assertion { get; init; }

    /// <summary>What the presented token is exchanged for; null to exchange none.</summary>
    public ExchangeConfiguration? Exchange { get; init; }

    /// <summary>Fields to set on requests to the upstream.</summary>
    public ImmutableArray<KeyValuePair<string, string>> SetRequestHeaders { get; init; } = [];

    /// <summary>Fields to remove from requests to the upstream.</summary>
    public ImmutableArray<string> RemoveRequestHeaders { get; init; } = [];

    /// <summary>Fields to set on responses.</summary>
    public ImmutableArray<KeyValuePair<string, string>> SetResponseHeaders { get; init; } = [];

    /// <summary>Fields to remove from responses.</summary>
    public ImmutableArray<string> RemoveResponseHeaders { get; init; } = [];
}

/// <summary>How the presented token becomes one for the upstream (RFC 8693).</summary>
/// <param name="Issuer">Whose tokens are exchanged.</param>
/// <param name="Client">Who asks.</param>
public sealed record ExchangeConfiguration(string Issuer, ClientConfiguration Client)
{
    /// <summary>Where tokens are exchanged; null to read that from the issuer's metadata.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>The names by which the issuer knows the upstream.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary>The upstream's URIs (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The scopes of the new token; empty to leave them to the issuer.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];
}

/// <summary>Whose scripts may use a route.</summary>
public sealed record CorsConfiguration
{
    /// <summary>Origins such as <c>https://app.example.org</c>; <c>*</c> only without credentials.</summary>
    public required ImmutableArray<string> Origins { get; init; }

    /// <summary>Whether credentials mode <c>include</c> is allowed.</summary>
    public bool Credentials { get; init; }

    /// <summary>How long browsers may keep a preflight's answer.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);
}
