using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Sessions;

/// <summary>What tests of sessions have in common: gateways on one store, a clock, and people.</summary>
public abstract class SessionTests(StoreHome home) : IDisposable
{
    private protected static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionOrigin Somewhere = new(IPAddress.Parse("192.0.2.7"), "Browser/1.0");
    private readonly List<IDisposable> _gateways = [];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected StoreHome Home => home;

    private protected SetClock Clock { get; } = new(Noon);

    public void Dispose()
    {
        _gateways.ForEach(gateway => gateway.Dispose());
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static SignedIn Alice() => Of("alice");

    private protected static SignedIn Of(string name) => new(new Subject(name)) { At = Noon, Methods = ["pwd"] };

    private protected static SignedIn AtProvider(string name, string? session = null) =>
        Of(name) with { Provider = "corp", ProviderSubject = "sub-" + name, ProviderSession = session };

    private protected static Task<NewSession> BeginAsync(SessionStore sessions, SignedIn? who = null) => sessions.BeginAsync(who ?? Alice(), Somewhere, Cancel);

    private protected static Task<SessionCheck> FindAsync(SessionStore sessions, NewSession session) => FindAsync(sessions, session.Id.Reveal());

    private protected static Task<SessionCheck> FindAsync(SessionStore sessions, string presented) => sessions.FindAsync(presented, Cancel).AsTask();

    private protected static Task<bool> IsSoWithinASecondAsync(SessionStore sessions, NewSession session, SessionOutcome outcome) =>
        Eventually.IsSoWithinAsync(1, () => FindAsync(sessions, session).Result.Outcome == outcome);

    private protected static async Task<(NewSession Session, SessionLease Lease)> EnterAsync(SessionStore sessions, NewSession session) =>
        (session, sessions.Enter((await FindAsync(sessions, session)).Subject!.Session!));

    private protected SessionStore Gateway() => Gateway(out _);

    private protected SessionStore Gateway(out UserStore users, int most = 100)
    {
        var store = home.Open();
        users = new UserStore(store, Clock);
        users.Add(new("alice", "hash") { Groups = ["staff"], Email = "alice@example.org" });
        users.Add(new("bob", "hash"));
        var sessions = new SessionStore(store, users, Clock, most);
        _gateways.Add(sessions);
        return sessions;
    }
}
