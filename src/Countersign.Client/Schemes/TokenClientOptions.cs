using Countersign.Client.Tokens;

namespace Countersign.Client.Schemes;

/// <summary>Access tokens for one origin, whatever the scheme.</summary>
/// <param name="grant">Where they come from.</param>
public abstract class TokenClientOptions(TokenGrant grant)
{
    /// <summary>Where they come from.</summary>
    public TokenGrant Grant { get; } = grant;

    /// <summary>
    /// Where tokens come from when the server demands that the person sign in in a stronger way, or more recently (RFC 9470): asked once for each request that
    /// meets the demand, with <see cref="TokenRequest.AcrValues"/> and <see cref="TokenRequest.MaxAge"/>. Null leaves it to the caller, who gets the demand with
    /// the failure.
    /// </summary>
    public TokenGrant? StepUp { get; set; }

    /// <summary>The scopes to ask for, separated by spaces; empty for the grant's own.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The resource to ask for (RFC 8707); null for the grant's own.</summary>
    public Uri? Resource { get; set; }

    /// <summary>Whether tokens are sent over http, where anybody on the way can take them. Default: no.</summary>
    public bool AllowCleartext { get; set; }
}
