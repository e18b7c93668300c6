using Countersign.Client.Tokens;

namespace Countersign.Client.Schemes;

/// <summary>Access tokens of one grant.</summary>
/// <param name="grant">Where they come from.</param>
public sealed class BearerClientOptions(TokenGrant grant)
{
    /// <summary>Where they come from.</summary>
    public TokenGrant Grant { get; } = grant;

    /// <summary>The scopes to ask for, separated by spaces; empty for the grant's own.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The resource to ask for (RFC 8707); null for the grant's own.</summary>
    public Uri? Resource { get; set; }

    /// <summary>Whether tokens are sent over http, where anybody on the way can take them. Default: no.</summary>
    public bool AllowCleartext { get; set; }
}
