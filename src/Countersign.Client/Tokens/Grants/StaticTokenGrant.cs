using Countersign.Client.Failures;

namespace Countersign.Client.Tokens.Grants;

/// <summary>A token that somebody gave, and no way to a next one.</summary>
/// <param name="token">The token.</param>
public sealed class StaticTokenGrant(Secret token) : TokenGrant
{
    private readonly GrantOutcome _outcome = GrantOutcome.Of(new AccessToken(token));

    /// <inheritdoc/>
    public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) => Task.FromResult(rejected is null
        ? _outcome
        : GrantOutcome.Of(new Failure(FailureReason.CredentialsRejected, "It is a token without a way to the next one."), RetryRule.Never));

    /// <inheritdoc/>
    protected internal override TokenRequest KeyOf(TokenRequest request) => OneKey;

    private static readonly TokenRequest OneKey = new();
}
