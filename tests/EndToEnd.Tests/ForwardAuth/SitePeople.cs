using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>People in a site's store, and their sessions.</summary>
internal sealed class SitePeople : IDisposable
{
    private readonly Store _store;
    private readonly UserStore _users;

    public SitePeople(string file)
    {
        _store = Store.Open(StoreAddress.OfFile(file));
        _users = new UserStore(_store);
        _users.Add(new("anna", "*"));
    }

    /// <summary>A session that began a while ago: its cookie, and its public name.</summary>
    public async Task<(string Cookie, string Handle)> BeginAsync(TimeSpan ago = default)
    {
        var clock = new Then(ago);
        using var sessions = new SessionStore(_store, _users, clock);
        var session = await sessions.BeginAsync(
            new SignedIn(new Subject("anna")) { At = clock.GetUtcNow(), Methods = ["pwd"] }, new SessionOrigin(IPAddress.Loopback, null), CancellationToken.None);
        return ("Cookie: countersign=" + session.Id.Reveal(), session.Handle);
    }

    /// <summary>Ends a session, as an operator does.</summary>
    public async Task RevokeAsync(string handle)
    {
        using var sessions = new SessionStore(_store, _users);
        await sessions.RevokeAsync(handle, CancellationToken.None);
    }

    public void Dispose() => _store.Dispose();

    private sealed class Then(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - ago;
    }
}
