using Countersign.Client.Tokens;

namespace Countersign.Client.Tests.Proofs;

/// <summary>Gives tokens of a type, named by their number and by what they are for.</summary>
internal sealed class NamedGrant(string type = "DPoP") : TokenGrant
{
    private readonly Lock _gate = new();
    private readonly List<TokenRequest> _asked = [];

    /// <summary>What is answered; null for a token.</summary>
    public Func<TokenRequest, GrantOutcome?> Answer { get; set; } = _ => null;

    public IReadOnlyList<TokenRequest> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        lock (_gate)
        {
            _asked.Add(request);
            var strength = request.AcrValues.Length + (request.MaxAge is null ? 0 : 1) > 0 ? "strong" : "t";
            return Task.FromResult(Answer(request) ?? GrantOutcome.Of(new AccessToken(new($"{strength}{_asked.Count}")) { Type = type }));
        }
    }
}
