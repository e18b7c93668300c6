using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Dapper;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Sessions as if somebody had signed in.</summary>
internal static class SessionCookies
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Begins a session of alice, who is there from then on.</summary>
    public static async Task<NewSession> SignInAsync(this RunningGateway gateway, string name = "alice", bool remember = false, params string[] groups)
    {
        gateway.Host.Services.Users.Add(new UserRecord(name, "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=") { Groups = [.. groups] });
        var who = new SignedIn(new Subject(name)) { At = TimeProvider.System.GetUtcNow(), Methods = ["pwd"], Remember = remember };
        return await gateway.Host.Services.Sessions.BeginAsync(who, new(IPAddress.Loopback, "Browser/1.0"), Cancel);
    }

    /// <summary>The field that a browser sends over a connection without TLS.</summary>
    public static string Cookie(this NewSession session) => "Cookie: countersign=" + session.Id.Reveal();

    /// <summary>Changes what the store has of a session before anybody looked at it.</summary>
    public static void Alter(this RunningGateway gateway, NewSession session, string assignment) =>
        gateway.Host.Services.Store.Write((connection, transaction) => connection.Execute($"UPDATE sessions SET {assignment} WHERE handle = @Handle", new { session.Handle }, transaction));
}
