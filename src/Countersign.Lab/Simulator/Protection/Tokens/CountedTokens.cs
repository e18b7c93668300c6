using Countersign.Lab.Simulator.Provider;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Protection.Tokens;

/// <summary>Counts the uses of tokens that are good for so many.</summary>
/// <param name="judge">Who judges them.</param>
/// <param name="provider">The provider, which knows for how many.</param>
internal sealed class CountedTokens(ITokenJudge judge, SimulatedProvider provider) : ITokenJudge
{
    public async ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel)
    {
        var judgement = await judge.VerifyAsync(token, presented, cancel);
        return judgement.IsGood && provider.Issued(judgement.Token!.Claims.Id)?.Use() is { } failure ? judgement with { Failures = [failure] } : judgement;
    }
}
