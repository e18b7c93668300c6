namespace Countersign.WebConsole.Pages.Playground;

/// <summary>The scheme by whose credentials a composed request gets in.</summary>
internal enum ComposedLogin
{
    /// <summary>None, but for what stands in its fields.</summary>
    None,

    /// <summary>A user and a password (RFC 7617).</summary>
    Basic,

    /// <summary>A user and a password of which only a proof is sent (RFC 7616).</summary>
    Digest,

    /// <summary>An access token (RFC 6750).</summary>
    Bearer,

    /// <summary>An access token that is bound to a key (RFC 9449).</summary>
    Dpop,

    /// <summary>A key in a field.</summary>
    ApiKey,
}
