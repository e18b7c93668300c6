using Countersign.Client.Tokens;

namespace Countersign.Cli.Logins;

/// <summary>A grant, of which is remembered what it was asked for when it gave a token.</summary>
/// <param name="inner">The grant.</param>
/// <param name="stop">Ends it at once: the client waits for a grant that is under way even where nobody waits for its request any more, and a person may take minutes.</param>
internal sealed class NotedGrant(TokenGrant inner, CancellationToken stop) : TokenGrant
{
    /// <summary>What the last token was for; null before there was one.</summary>
    public TokenRequest? Request { get; private set; }

    protected internal override TimeSpan Patience => inner.Patience;

    protected internal override bool IsCostly => inner.IsCostly;

    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, stop);
        var outcome = await inner.RequestAsync(request, rejected, either.Token);
        if (outcome.Token is not null)
            Request = request;
        return outcome;
    }

    protected internal override TokenRequest KeyOf(TokenRequest request) => inner.KeyOf(request);
}
