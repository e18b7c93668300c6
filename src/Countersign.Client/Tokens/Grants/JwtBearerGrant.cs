namespace Countersign.Client.Tokens.Grants;

/// <summary>A signed word of somebody whom the server trusts, such as the platform that a program runs on (RFC 7523 §2.1).</summary>
/// <param name="endpoint">Where it is shown.</param>
/// <param name="assertion">Gives the word; asked for each token, since it counts shortly.</param>
public sealed class JwtBearerGrant(TokenEndpoint endpoint, Func<CancellationToken, ValueTask<Secret>> assertion) : TokenGrant
{
    /// <summary>The scopes of requests that name none, separated by spaces; empty to leave that to the server.</summary>
    public string Scope { get; init; } = "";

    /// <inheritdoc/>
    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var word = await assertion(cancel);
        var answer = await endpoint.AskAsync(
            [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", word.Reveal()), .. TokenForm.For(request, Scope, [])], cancel);

        // It is the word that counts no more, and the next one may.
        return answer.Token is null && answer.Retry == RetryRule.Never ? GrantOutcome.Of(answer.Failure!, RetryRule.Slowly) : answer.Outcome;
    }
}
