using Countersign.Cli.Logins;

namespace Countersign.Cli.Requests;

/// <summary>What there is to show at the origin of the address.</summary>
internal sealed record GivenCredentials
{
    /// <summary>The usual field of a key.</summary>
    public const string UsualKeyField = "X-API-Key";

    /// <summary>The user's name, for Basic and Digest.</summary>
    public string? User { get; init; }

    /// <summary>The password; null where nobody was asked for it.</summary>
    public Secret? Password { get; init; }

    /// <summary>Whether Basic is answered.</summary>
    public bool TakesBasic { get; init; } = true;

    /// <summary>Whether Digest is answered.</summary>
    public bool TakesDigest { get; init; } = true;

    /// <summary>Whether Digest with MD5 is answered.</summary>
    public bool AllowsMd5 { get; init; }

    /// <summary>An access token.</summary>
    public Secret? Token { get; init; }

    /// <summary>A key.</summary>
    public Secret? Key { get; init; }

    /// <summary>The field of the key.</summary>
    public string KeyField { get; init; } = UsualKeyField;

    /// <summary>The tokens of a kept sign-in.</summary>
    public KeptTokens? Kept { get; init; }

    /// <summary>A sign-in of a person, when the server asks for a token.</summary>
    public TokenSignIn? SignIn { get; init; }

    /// <summary>Tokens that were given with a way to the next ones, or with a key that they are bound to; null for none.</summary>
    public GivenTokens? Others { get; init; }

    /// <summary>Whether they are sent over http to other machines, too.</summary>
    public bool AllowsCleartext { get; init; }

    /// <summary>Whether they are those of a kept sign-in.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether there is anything.</summary>
    public bool IsEmpty => User is null && Token is null && Key is null && Kept is null && SignIn is null && Others is null;
}
