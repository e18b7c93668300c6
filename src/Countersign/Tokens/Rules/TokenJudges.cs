namespace Countersign.Tokens.Rules;

/// <summary>Sends signed tokens to those who know keys, and all others to the issuer that is asked.</summary>
/// <param name="byKeys">Judges tokens of three parts.</param>
/// <param name="byWord">Judges all others.</param>
public sealed class TokenJudges(ITokenJudge byKeys, ITokenJudge byWord) : ITokenJudge
{
    /// <inheritdoc/>
    public ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(token);
        return (CompactText.IsSigned(token) ? byKeys : byWord).VerifyAsync(token, presented, cancel);
    }
}
