using Countersign.Client;
using Countersign.Tokens;

namespace Countersign.Cli.Logins;

/// <summary>A sign-in that is kept for one origin: a name and password, a key, or where its tokens are.</summary>
/// <param name="Origin">For whom it is.</param>
/// <param name="KeptAt">When it was kept.</param>
internal sealed record Login(Origin Origin, DateTimeOffset KeptAt)
{
    /// <summary>The user's name.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary>The key.</summary>
    public Secret? Key { get; init; }

    /// <summary>The field of the key.</summary>
    public string? KeyField { get; init; }

    /// <summary>Where the tokens come from, and go to be renewed; null for none.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Where the tokens are given back; null where nobody takes them.</summary>
    public Uri? RevocationEndpoint { get; init; }

    /// <summary>Who gives the tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>As whom they were got.</summary>
    public string? ClientId { get; init; }

    /// <summary>How that client shows who it is (RFC 7591 §2), where it has a secret for that; null where it has none.</summary>
    public string? ClientMethod { get; init; }

    /// <summary>The secret of that client.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>The scopes that were asked for.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The resource that they were asked for.</summary>
    public Uri? Resource { get; init; }

    /// <summary>Under which name the token store has them.</summary>
    public string? Family { get; init; }

    /// <summary>The key that the tokens are bound to (RFC 9449), as a JWK; null for tokens that are bound to none.</summary>
    public Secret? ProofKey { get; init; }

    /// <summary>Whether Digest with MD5 was allowed for it.</summary>
    public bool AllowsMd5 { get; init; }

    /// <summary>Whether it was allowed to go over http.</summary>
    public bool AllowsCleartext { get; init; }

    /// <summary>As whom tokens are renewed and given back.</summary>
    public ClientAuthentication Client => (ClientMethod, ClientSecret) switch
    {
        ("client_secret_basic", { } secret) => ClientAuthentication.SecretBasic(ClientId!, secret),
        ("client_secret_post", { } secret) => ClientAuthentication.SecretPost(ClientId!, secret),
        _ => ClientAuthentication.None(ClientId!),
    };

    /// <summary>What it is, in a word.</summary>
    public string Kind => TokenEndpoint is not null ? "tokens" : Key is not null ? "key" : "password";

    /// <summary>As whom, where that is known.</summary>
    public string? Who => User ?? ClientId;
}
