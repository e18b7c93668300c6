using Countersign.Client.Failures;

namespace Countersign.Client.Tokens;

/// <summary>What became of asking for a token.</summary>
public sealed class GrantOutcome
{
    private GrantOutcome(AccessToken? token, Failure? failure, RetryRule retry) => (Token, Failure, Retry) = (token, failure, retry);

    /// <summary>The token.</summary>
    public AccessToken? Token { get; }

    /// <summary>Why there is none; beside a token, why there is no newer one.</summary>
    public Failure? Failure { get; }

    /// <summary>When asking again makes sense.</summary>
    public RetryRule Retry { get; }

    /// <summary>There is a token.</summary>
    public static GrantOutcome Of(AccessToken token) => new(token, null, RetryRule.AtOnce);

    /// <summary>There is none.</summary>
    public static GrantOutcome Of(Failure failure, RetryRule retry) => new(null, failure, retry);

    /// <summary>There is a token that counts a little longer, and none to follow it for now.</summary>
    internal static GrantOutcome Of(AccessToken token, Failure failure, RetryRule retry) => new(token, failure, retry);
}
