namespace Countersign.WebConsole.Ports;

/// <summary>The users, keys and sessions of the store. Gateways on it hear of a change within a second, this one at once.</summary>
/// <remarks>All throw <see cref="GatewayUnavailableException"/> when the store can't be used. Who changes something is told by his address.</remarks>
internal interface IPeopleRegister
{
    /// <summary>The users, by name.</summary>
    IReadOnlyList<SeenUser> Users();

    /// <summary>The keys, the ended ones too.</summary>
    IReadOnlyList<SeenKey> Keys();

    /// <summary>The sessions, the latest first.</summary>
    IReadOnlyList<SeenSession> Sessions(int most);

    /// <summary>Lets nobody in by a name, or lets them again; false when there is no such user.</summary>
    bool SetDisabled(string name, bool disabled, string by);

    /// <summary>Creates a key.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scopes">What it grants, with blanks between.</param>
    /// <param name="owner">Whose it is; empty for nobody's.</param>
    /// <param name="expires">When it ends, such as <c>30d</c>; empty for never.</param>
    /// <param name="by">Who does it.</param>
    KeyCreation CreateKey(string name, string scopes, string owner, string expires, string by);

    /// <summary>Revokes a key; false when there is none, or it was revoked before.</summary>
    bool RevokeKey(string id, string by);

    /// <summary>Ends a session; false when there is none, or it is over.</summary>
    bool RevokeSession(string handle, string by);

    /// <summary>Ends all sessions of a name; how many.</summary>
    int RevokeSessionsOf(string name, string by);
}
