using Countersign.Client.Tokens;

namespace Countersign.AotClient;

/// <summary>Gives t1, then t2.</summary>
internal sealed class NumberedGrant : TokenGrant
{
    private int _given;

    public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) =>
        Task.FromResult(GrantOutcome.Of(new AccessToken(new($"t{++_given}"))));
}
