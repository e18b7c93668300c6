using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A code that a person brought back (RFC 6749 §4.1.3, RFC 7636).</summary>
internal sealed class CodeGrantType : GrantType
{
    public override string Name => "authorization_code";

    public override async ValueTask<SimulatedAnswer> AnswerAsync(ClientAsk ask, CancellationToken cancel)
    {
        if (ask.Form["code"] is not { } code)
            return ProviderAnswers.Error("invalid_request", "There is no code.");
        if (ask.Provider.Codes.Find(code) is not { } known || known.Wish.ClientId != ask.Client.Id)
            return Refuse("The code is none that was given to this client.");
        if (ask.Form["redirect_uri"] != known.RedirectUri)
            return Refuse("The redirect_uri is not there, or another than that of the authorization request (RFC 6749 §4.1.3).");
        if (Challenge(ask.Form["code_verifier"] ?? "") != known.Challenge)
            return Refuse("The code_verifier does not fit the code_challenge (RFC 7636 §4.6).");
        if (known.IsUsed)
            return RefuseAgain(known);
        if (known.Ends <= ask.Request.Now)
            return Refuse("The code has ended; it counts for a minute.");
        if (ask.ResourceOf(known.Wish) is not { } resource)
            return ClientAsk.InvalidTarget();
        var (wish, fault) = await ask.BindAsync(known.Wish, cancel);
        if (wish is null)
            return fault!;
        if (!known.TryUse())
            return RefuseAgain(known);

        // The resource of this token need not be that of the next one.
        var tokens = ask.Provider.Mint(ask.Place, ask.Request.Client, wish with { Resource = resource, Refresh = null }, known.Grant);
        if (wish.Refresh is not null)
            tokens = tokens with { RefreshToken = RefreshToken.Begin(ask.Provider, wish, known.Grant) };
        if (wish.Scopes.Contains("openid"))
            tokens = tokens with { IdToken = TokenMaker.IdToken(wish, ask.Place, ask.Provider.KeysOf(ask.Request.Client), tokens.AccessToken, known.Nonce, ask.Request.Now) };
        return ProviderAnswers.Json(tokens.ToJson());
    }

    private static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));

    private static SimulatedAnswer RefuseAgain(CodeGrant known)
    {
        known.Grant.IsRevoked = true;
        return Refuse("The code was used before: what came of it counts no more (RFC 6749 §4.1.2).");
    }

    private static SimulatedAnswer Refuse(string why) => ProviderAnswers.Error("invalid_grant", why);
}
