namespace Countersign.Inspector.Findings;

/// <summary>Whose fault it is.</summary>
public enum Fault
{
    /// <summary>Nobody's.</summary>
    Nobody,

    /// <summary>Who sends the request.</summary>
    Client,

    /// <summary>The server that has the resource.</summary>
    Origin,

    /// <summary>A proxy, gateway or content network between.</summary>
    Proxy,

    /// <summary>Who issues tokens and signs people in.</summary>
    IdentityProvider,
}
