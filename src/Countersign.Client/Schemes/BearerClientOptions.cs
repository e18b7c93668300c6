using Countersign.Client.Tokens;

namespace Countersign.Client.Schemes;

/// <summary>Access tokens of one grant.</summary>
/// <param name="grant">Where they come from.</param>
public sealed class BearerClientOptions(TokenGrant grant) : TokenClientOptions(grant);
