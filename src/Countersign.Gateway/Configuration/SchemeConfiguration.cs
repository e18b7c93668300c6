using System.Collections.Immutable;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Sessions;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>One entry under <c>schemes</c>.</summary>
/// <param name="Id">Its name in the file.</param>
public abstract record SchemeConfiguration(string Id)
{
    /// <summary>The realm of its challenges.</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Whether it serves requests that come without TLS.</summary>
    public bool AllowCleartext { get; init; }

    /// <summary>Where it stands in the file, from 1.</summary>
    public int Line { get; init; }

    /// <summary>Whether its subjects can have scopes.</summary>
    public virtual bool GrantsScopes => false;

    /// <summary>Whether its subjects can have groups and e-mail addresses.</summary>
    public virtual bool HasGroups => false;
}

/// <summary><c>type: basic</c>.</summary>
public sealed record BasicConfiguration(string Id) : SchemeConfiguration(Id)
{
    /// <summary>The htpasswd file, absolute; null when the store's users are meant.</summary>
    public string? Htpasswd { get; init; }

    /// <summary>Users of the store alone have them.</summary>
    public override bool HasGroups => Htpasswd is null;
}

/// <summary><c>type: digest</c>. Needs no TLS by default: the password is not on the wire.</summary>
public sealed record DigestConfiguration(string Id) : SchemeConfiguration(Id)
{
    /// <summary>The htdigest file, absolute.</summary>
    public required string Htdigest { get; init; }

    /// <summary>The algorithms to offer, best first, without <c>-sess</c> unless it is meant.</summary>
    public ImmutableArray<string> Algorithms { get; init; } = ["SHA-256"];

    /// <summary>The qualities of protection to offer: auth, auth-int.</summary>
    public ImmutableArray<string> Qop { get; init; } = ["auth"];

    /// <summary>Whether clients may hash the user name.</summary>
    public bool Userhash { get; init; }

    /// <summary>The URIs of the protection space; empty for the whole origin.</summary>
    public ImmutableArray<string> Domain { get; init; } = [];

    /// <summary>What clients return as it is; null sends none.</summary>
    public string? Opaque { get; init; }

    /// <summary>How long a nonce lives.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest content that auth-int verifies, in bytes.</summary>
    public int MaxContent { get; init; } = 1 << 20;
}

/// <summary><c>type: api-key</c>. Needs no TLS by default, like the contract's example.</summary>
public sealed record ApiKeyConfiguration(string Id) : SchemeConfiguration(Id)
{
    /// <summary>The field that carries the key; <c>Authorization: ApiKey KEY</c> works as well.</summary>
    public string Header { get; init; } = "X-API-Key";

    /// <inheritdoc/>
    public override bool GrantsScopes => true;
}

/// <summary><c>type: bearer</c>: access tokens of issuers.</summary>
public sealed record BearerConfiguration(string Id) : SchemeConfiguration(Id)
{
    /// <summary>The issuers, each name once.</summary>
    public ImmutableArray<IssuerConfiguration> Issuers { get; init; } = [];

    /// <summary>Whether a form may carry the token.</summary>
    public bool TokenInForm { get; init; }

    /// <summary>Whether the query may.</summary>
    public bool TokenInQuery { get; init; }

    /// <inheritdoc/>
    public override bool GrantsScopes => true;

    /// <inheritdoc/>
    public override bool HasGroups => true;
}

/// <summary><c>type: dpop</c>: the tokens of a bearer scheme, each with a proof (RFC 9449).</summary>
public sealed record DpopConfiguration(string Id) : SchemeConfiguration(Id)
{
    // Those that browsers and phones can make.
    private static readonly ImmutableArray<JwsAlgorithm> Usual =
        JwsAlgorithm.EdDsa.IsSupported ? [JwsAlgorithm.ES256, JwsAlgorithm.EdDsa, JwsAlgorithm.PS256] : [JwsAlgorithm.ES256, JwsAlgorithm.PS256];

    /// <summary>The name of the bearer scheme whose issuers make the tokens.</summary>
    public required string Tokens { get; init; }

    /// <summary>The algorithms of proofs, best first.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; init; } = Usual;

    /// <summary>How old a proof may become.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether proofs need a nonce of this gateway.</summary>
    public bool Nonces { get; init; }

    /// <inheritdoc/>
    public override bool GrantsScopes => true;

    /// <inheritdoc/>
    public override bool HasGroups => true;
}

/// <summary><c>type: session</c>: people who signed in, by a cookie.</summary>
public sealed record SessionConfiguration(string Id) : SchemeConfiguration(Id)
{
    /// <summary>How long a session may go unused.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at most.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts that the browser is to keep; zero where that is not offered.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The origins beside the request's own whose pages may change something by a session.</summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>How long known sessions go on while the store can't be read.</summary>
    public TimeSpan Grace { get; init; }

    /// <inheritdoc/>
    public override bool HasGroups => true;

    internal SessionTerms Terms => new() { Idle = Idle, Lifetime = Lifetime, Remember = Remember, Grace = Grace };
}
