using Countersign.Client.Failures;
using Countersign.Client.Tokens;

namespace Countersign.Cli.Requests;

/// <summary>The token of the command line: there is no next one.</summary>
internal sealed class GivenToken(Secret token) : TokenGrant
{
    public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) => Task.FromResult(rejected is null
        ? GrantOutcome.Of(new AccessToken(token))
        : GrantOutcome.Of(new Failure(FailureReason.CredentialsRejected, "It is the token that was given; there is no other."), RetryRule.Never));
}
