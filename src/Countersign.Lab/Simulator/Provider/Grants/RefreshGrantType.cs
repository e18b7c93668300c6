using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A refresh token (RFC 6749 §6).</summary>
internal sealed class RefreshGrantType : GrantType
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Race = TimeSpan.FromMilliseconds(500);

    public override string Name => "refresh_token";

    public override async ValueTask<SimulatedAnswer> AnswerAsync(ClientAsk ask, CancellationToken cancel)
    {
        if (ask.Form["refresh_token"] is not { } text)
            return ProviderAnswers.Error("invalid_request", "There is no refresh_token.");
        var now = ask.Request.Now;
        if (ask.Provider.RefreshTokens.Find(text) is not { } token || token.Wish.ClientId != ask.Client.Id)
            return Refuse("The refresh token is none that was given to this client.");
        if (FaultOf(token, now) is { } fault)
            return fault;
        if (!ask.Form.Scopes.All(scope => token.Wish.Scopes.Contains(scope)))
            return ProviderAnswers.Error("invalid_scope", "More is asked for than was granted (RFC 6749 §6).");
        if (ask.ResourceOf(token.Wish) is not { } resource)
            return ClientAsk.InvalidTarget();

        // RFC 9449 §5: that of a client that shows itself is bound to what it shows, and its keys for proofs may change.
        var (bound, unproven) = await ask.BindAsync(ask.Client.IsPublic ? token.Wish : token.Wish with { Thumbprint = null }, cancel);
        if (bound is null)
            return unproven!;
        if (!token.TryUse(now))
        {
            token.Grant.IsRevoked = true;
            return Refuse("The refresh token was used before: somebody stole it, or the client lost the answer. All that came of it counts no more (RFC 9700 §4.14.2).");
        }

        return Renewed(ask, token, bound, resource);
    }

    private static SimulatedAnswer? FaultOf(RefreshToken token, DateTimeOffset now)
    {
        if (token.Manner == RefreshManner.Unavailable && token.Count() % 2 == 1)
        {
            var answer = ProviderAnswers.Error("temporarily_unavailable", "Too much is going on; ask again in a second.", 503);
            answer.Add("Retry-After", "1");
            return answer;
        }

        return token.Manner == RefreshManner.Refuse ? Refuse("No refresh token of this kind is ever taken.")
            : token.Grant.IsRevoked ? Refuse("The grant was called back.")
            : token.HasEnded(now) ? Refuse("The refresh token has ended.")
            : null;
    }

    private static SimulatedAnswer Renewed(ClientAsk ask, RefreshToken token, TokenWish wish, string resource)
    {
        // Where the last one counts alone, each use is a grant of its own, which the next one ends.
        var grant = token.Manner == RefreshManner.Race ? token.GrantAnew() : token.Grant;
        if (token.Manner == RefreshManner.Stale)
            wish = wish with { Flaw = TokenFlaw.Find("expired") };

        // RFC 6749 §6: a lesser scope is that of this access token, and not of the next refresh token.
        var scopes = ask.Form.Scopes.IsEmpty ? wish.Scopes : ask.Form.Scopes;
        var tokens = ask.Provider.Mint(ask.Place, ask.Request.Client, wish with { Scopes = scopes, Resource = resource, Refresh = null }, grant);
        if (token.Manner != RefreshManner.Keep)
            tokens = tokens with { RefreshToken = RefreshToken.Begin(ask.Provider, wish with { Flaw = token.Wish.Flaw }, grant) };
        var answer = ProviderAnswers.Json(tokens.ToJson());
        answer.Delay = token.Manner == RefreshManner.Slow ? Slow : token.Manner == RefreshManner.Race ? Race : TimeSpan.Zero;
        return answer;
    }

    private static SimulatedAnswer Refuse(string why) => ProviderAnswers.Error("invalid_grant", why);
}
