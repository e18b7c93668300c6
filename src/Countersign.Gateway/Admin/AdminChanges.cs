using System.Collections.Immutable;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Admin;

/// <summary>
/// What operators change of users, keys and sessions at the admin listener, by its addresses and by its pages. The log tells of each change and from where it
/// came.
/// </summary>
/// <param name="users">The users of the store.</param>
/// <param name="keys">The keys.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where changes are told of.</param>
internal sealed class AdminChanges(UserStore users, ApiKeyStore keys, SessionRegister sessions, TimeProvider clock, ILogger log)
{
    /// <summary>Creates a key.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scopes">What it grants.</param>
    /// <param name="owner">Whose it is; null for nobody's.</param>
    /// <param name="expires">When it ends, counted from now, by <see cref="TermRules.OfLifetime"/>; null for never.</param>
    /// <param name="by">The address of who does it.</param>
    public NewApiKey CreateKey(string name, ImmutableArray<string> scopes, string? owner, string? expires, string by)
    {
        var created = keys.Create(name, scopes, owner, TermRules.EndOf(expires, clock.GetUtcNow()));
        log.KeyCreated(created.Record.Id, created.Record.Name, by);
        return created;
    }

    /// <summary>Revokes a key; false when there is none, or it was revoked before.</summary>
    public bool RevokeKey(string id, string by)
    {
        if (!keys.Revoke(id))
            return false;
        log.KeyRevoked(id, by);
        return true;
    }

    /// <summary>Changes a user.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isMeant">Whether the user is still the one that was seen; null for whatever is there.</param>
    /// <param name="change">The change.</param>
    /// <param name="what">What of it changes, for the log.</param>
    /// <param name="by">The address of who does it.</param>
    public UserChange ChangeUser(string name, Func<UserRecord, bool>? isMeant, Func<UserRecord, UserRecord> change, string what, string by)
    {
        var changed = users.Change(name, isMeant, change);
        if (changed.Outcome == UserChangeOutcome.Changed)
            log.UserChanged(Printable.Of(changed.User!.Name), what, by);
        return changed;
    }

    /// <summary>Ends a session; false when there is none, or it is over.</summary>
    public bool RevokeSession(string handle, string by)
    {
        if (!sessions.Revoke(handle))
            return false;
        log.SessionRevoked(handle, by);
        return true;
    }

    /// <summary>Ends all sessions of a name, or of everybody; how many.</summary>
    public int RevokeSessions(string? user, string by)
    {
        var count = user is null ? sessions.RevokeAll() : sessions.RevokeAll(user);
        if (user is null)
            log.AllSessionsRevoked(count, by);
        else
            log.SessionsOfRevoked(count, Printable.Of(user), by);
        return count;
    }
}
