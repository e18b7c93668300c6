using Countersign.Client.Tokens;

namespace Countersign.Client.Schemes;

/// <summary>Access tokens of one grant that are bound to a key.</summary>
/// <param name="grant">Where they come from.</param>
public sealed class DpopClientOptions(TokenGrant grant) : TokenClientOptions(grant)
{
    /// <summary>
    /// Whether a token that the authorization server bound to no key (<c>token_type</c> Bearer) is sent as one: whoever takes it on the way can use it (RFC 9449
    /// §5). Default: no, and the request fails.
    /// </summary>
    public bool AllowBearer { get; set; }
}
