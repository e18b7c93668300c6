using Countersign.Client.Tokens;

namespace Countersign.Cli.Logins;

/// <summary>A grant, of which is remembered what it was asked for when it gave a token.</summary>
/// <param name="inner">The grant.</param>
internal sealed class NotedGrant(TokenGrant inner) : TokenGrant
{
    /// <summary>What the last token was for; null before there was one.</summary>
    public TokenRequest? Request { get; private set; }

    protected internal override TimeSpan Patience => inner.Patience;

    protected internal override bool IsCostly => inner.IsCostly;

    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        var outcome = await inner.RequestAsync(request, rejected, cancel);
        if (outcome.Token is not null)
            Request = request;
        return outcome;
    }

    protected internal override TokenRequest KeyOf(TokenRequest request) => inner.KeyOf(request);
}
