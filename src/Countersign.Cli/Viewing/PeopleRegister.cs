using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Hosting;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>Users, keys and sessions, changed as the admin listener's addresses change them.</summary>
internal sealed class PeopleRegister(GatewayHost gateway) : IPeopleRegister
{
    /// <inheritdoc/>
    public IReadOnlyList<SeenUser> Users() => Stored.Of(() =>
        gateway.Services.Users.Read().Select(user => new SeenUser(user.Name, user.Groups, user.Email, user.Disabled, user.Created)).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<SeenKey> Keys() => Stored.Of(() => gateway.Services.Keys.List().Select(key => new SeenKey(key.Id, key.Name, key.Prefix)
    {
        Scopes = key.Scopes,
        Owner = key.Owner,
        Expires = key.Expires,
        Revoked = key.Revoked,
        LastUsed = key.LastUsed,
    }).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<SeenSession> Sessions(int most) => Stored.Of(() => gateway.SessionRegister.List(name: null, most).Select(session => new SeenSession(session.Handle, session.Name)
    {
        Provider = session.Provider,
        Methods = session.Methods,
        Created = session.Created,
        LastUsed = session.LastUsed,
        Ends = session.Ends,
        Client = session.Client,
        UserAgent = session.UserAgent,
    }).ToList());

    /// <inheritdoc/>
    public bool SetDisabled(string name, bool disabled, string by) => Stored.Of(() =>
        UserStore.IsValidName(name)
        && gateway.Changes.ChangeUser(name, isMeant: null, user => user with { Disabled = disabled }, disabled ? "disabled" : "enabled", by).Outcome == UserChangeOutcome.Changed);

    /// <inheritdoc/>
    public KeyCreation CreateKey(string name, string scopes, string owner, string expires, string by)
    {
        var granted = scopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var fault = NameRules.OfLabel(name)
            ?? granted.Select(NameRules.OfScope).FirstOrDefault(sentence => sentence is not null)
            ?? (owner.Length > 0 ? NameRules.OfUser(owner) : null)
            ?? (expires.Length > 0 ? TermRules.OfLifetime(expires) : null);
        if (fault is not null)
            return new(fault, Key: null, Id: null);
        var created = Stored.Of(() => gateway.Changes.CreateKey(name, [.. granted], owner.Length > 0 ? owner : null, expires.Length > 0 ? expires : null, by));
        return new(Fault: null, created.Key, created.Record.Id);
    }

    /// <inheritdoc/>
    public bool RevokeKey(string id, string by) => Stored.Of(() => gateway.Changes.RevokeKey(id, by));

    /// <inheritdoc/>
    public bool RevokeSession(string handle, string by) => Stored.Of(() => gateway.Changes.RevokeSession(handle, by));

    /// <inheritdoc/>
    public int RevokeSessionsOf(string name, string by) => Stored.Of(() => gateway.Changes.RevokeSessions(name, by));
}
