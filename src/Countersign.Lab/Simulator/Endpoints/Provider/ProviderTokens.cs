using Countersign.Lab.Simulator.Provider;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Finds out whether a token is one of the provider's own that counts.</summary>
internal static class ProviderTokens
{
    /// <summary>What it says; null where it does not count. Who holds the key that it may be bound to is for resources to see.</summary>
    public static async ValueTask<JwtClaims?> FindAsync(SimulatedRequest request, string token, CancellationToken cancel)
    {
        var provider = request.State.Provider;
        var judgement = await provider.Judge(ProviderPlace.Of(request), request.Client, new() { Leeway = TimeSpan.Zero }).VerifyAsync(token, default, cancel);
        return judgement is { Token: { } known, Outage: null } && (judgement.Failures.IsDefault || judgement.Failures.All(failure => failure.Check == TokenCheck.Binding)) && provider.Issued(known.Claims.Id)?.Failure is null
            ? known.Claims
            : null;
    }
}
