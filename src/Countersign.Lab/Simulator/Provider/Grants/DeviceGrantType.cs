using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A device on which nobody can sign in (RFC 8628 §3.4).</summary>
internal sealed class DeviceGrantType : GrantType
{
    public override string Name => "urn:ietf:params:oauth:grant-type:device_code";

    public override async ValueTask<SimulatedAnswer> AnswerAsync(ClientAsk ask, CancellationToken cancel)
    {
        if (ask.Form["device_code"] is not { } code)
            return ProviderAnswers.Error("invalid_request", "There is no device_code.");
        var now = ask.Request.Now;
        if (ask.Provider.Devices.Find(code) is not { } device || device.Wish.ClientId != ask.Client.Id)
            return ProviderAnswers.Error("invalid_grant", "The device_code is none that was given to this client, or was used.");
        if (device.Ends <= now)
            return ProviderAnswers.Error("expired_token", "Nobody agreed in time.");
        if (device.IsRefused)
            return ProviderAnswers.Error("access_denied", "The person said no.");
        if (device.AgreedBy is not { } person)
            return device.IsTooSoon(now) ? ProviderAnswers.Error("slow_down", FormattableString.Invariant($"Ask less often: every {device.Pause} seconds from now on (RFC 8628 §3.5).")) : ProviderAnswers.Error("authorization_pending", "Nobody has agreed yet.");
        if (ask.ResourceOf(device.Wish) is not { } resource)
            return ClientAsk.InvalidTarget();
        var (wish, fault) = await ask.BindAsync(device.Wish with { Subject = person }, cancel);
        if (wish is null)
            return fault!;
        if (!ask.Provider.Devices.TryTake(code, out _))
            return ProviderAnswers.Error("invalid_grant", "The device_code was used before.");
        var grant = new TokenGrant(Handle.Next());
        var tokens = ask.Provider.Mint(ask.Place, ask.Request.Client, wish with { Resource = resource, Refresh = null }, grant);
        if (wish.Refresh is not null)
            tokens = tokens with { RefreshToken = RefreshToken.Begin(ask.Provider, wish, grant) };
        if (wish.Scopes.Contains("openid"))
            tokens = tokens with { IdToken = TokenMaker.IdToken(wish, ask.Place, ask.Provider.KeysOf(ask.Request.Client), tokens.AccessToken, null, now) };
        return ProviderAnswers.Json(tokens.ToJson());
    }
}
