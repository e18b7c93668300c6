using Countersign.Client.Failures;

namespace Countersign.Client.Tokens;

/// <summary>A token for a request, and whose next it is; or why there is none.</summary>
internal sealed class OriginToken
{
    public OriginToken(TokenFlight flight, AccessToken token) => (Flight, Token) = (flight, token);

    public OriginToken(Failure failure) => Failure = failure;

    /// <summary>Where the next comes from.</summary>
    public TokenFlight? Flight { get; }

    /// <summary>The token.</summary>
    public AccessToken? Token { get; }

    /// <summary>Why there is none.</summary>
    public Failure? Failure { get; }
}
