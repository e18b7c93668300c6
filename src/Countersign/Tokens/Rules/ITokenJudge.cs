namespace Countersign.Tokens.Rules;

/// <summary>Judges access tokens: signed ones by their issuer's keys, opaque ones by their issuer's word.</summary>
public interface ITokenJudge
{
    /// <summary>Judges a token, whatever its text is.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="presented">What its presenter has shown to hold.</param>
    /// <param name="cancel">Ends the wait for an issuer.</param>
    /// <exception cref="OperationCanceledException">The caller gave up while an issuer was asked.</exception>
    ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel);
}
