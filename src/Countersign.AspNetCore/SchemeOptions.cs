namespace Countersign.AspNetCore;

/// <summary>What an application decides about any scheme of its door.</summary>
public abstract class SchemeOptions
{
    private protected SchemeOptions(string name) => Name = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The name by which policies mean it.</summary>
    public string Name { get; }

    /// <summary>Names the protected area (RFC 9110 §11.5); browsers show it to people.</summary>
    public string Realm { get; set; } = "Restricted";

    /// <summary>Whether requests may come without TLS, where everybody on the way can read what they carry.</summary>
    public bool AllowCleartext { get; set; }

    /// <summary>Whether its subjects can have scopes.</summary>
    internal virtual bool GrantsScopes => false;

    /// <summary>Whether its subjects can have groups.</summary>
    internal virtual bool HasGroups => false;

    /// <summary>Whether its subjects can have roles and claims.</summary>
    internal virtual bool HasClaims => false;
}
