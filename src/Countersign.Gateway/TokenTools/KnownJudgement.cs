using Countersign.Tokens.Rules;

namespace Countersign.Gateway.TokenTools;

/// <summary>Says again what was judged before, so that the gate can weigh one judgement against several demands.</summary>
internal sealed class KnownJudgement(TokenJudgement judgement) : ITokenJudge
{
    public ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel) => new(judgement);
}
