using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>Gateways that share a store, of each kind, and a provider at which people sign in.</summary>
public abstract class KeptTokensStage(StoreHome home) : IDisposable
{
    private readonly SignOnStage _stage = new();

    internal SignOnStage Stage => _stage;

    private readonly EphemeralDataProtectionProvider _protection = new();

    protected StoreHome Home => home;
    internal List<string> Told { get; } = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        home.Dispose();
        _stage.Dispose();
        GC.SuppressFinalize(this);
    }

    protected int TokensAsked => _stage.Double.Asked.Count(path => path == "/token");

    internal string LogoutToken(string? session, string? subject, ProviderDouble? by = null)
    {
        var claims = (by ?? _stage.Double).Claims(null);
        foreach (var name in (string[])["nonce", "auth_time"])
            claims.Remove(name);
        (claims["sid"], claims["sub"], claims["jti"]) = (session, subject, "j1");
        foreach (var name in claims.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList())
            claims.Remove(name);
        claims["events"] = System.Text.Json.Nodes.JsonNode.Parse("""{"http://schemas.openid.net/event/backchannel-logout":{}}""");
        return (by ?? _stage.Double).Sign(claims, "logout+jwt");
    }

    protected static (SessionOutcome, string?) OutcomeOf(SessionCheck check) => (check.Outcome, check.Evidence);

    protected static async Task UntilAsync<T>(Func<Task<T>> read, Func<T, bool> isSo)
    {
        while (!isSo(await read()))
            await Task.Delay(5, Cancel);
    }

    internal Gateway Open(Provider? provider = null)
    {
        // Times are the stage's; polls and waits are real.
        var (store, clock) = (home.Open(), new WallClock(_stage.Clock));
        var sessions = new SessionStore(store, new UserStore(store, clock), clock);
        var tokens = new ProviderTokenStore(store, _protection, clock);
        var keeper = new TokenKeeper(tokens, sessions, new TokenRenewal(_ => provider ?? _stage.Provider, clock, (_, why) => Told.Add(why)), clock);
        return new(store, sessions, tokens, keeper, new(sessions, keeper, true, _ => provider ?? _stage.Provider));
    }

    internal async Task<NewSession> SignInAsync(Gateway gateway)
    {
        var outcome = await _stage.SignInAsync();
        var session = await gateway.Sessions.BeginAsync(outcome.Person!, new(IPAddress.Loopback, null), Cancel);
        await gateway.Tokens.KeepAsync(session.Handle, "corp", outcome.Tokens!, session.Ends, Cancel);
        return session;
    }

    private sealed class WallClock(TimeProvider wall) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => wall.GetUtcNow();
    }

    internal sealed record Gateway(Store Store, SessionStore Sessions, ProviderTokenStore Tokens, TokenKeeper Keeper, ProviderSessions All)
    {
        public async Task<SessionCheck> FindAsync(NewSession session) => await All.FindAsync(session.Id.Reveal(), Cancel);
    }
}
