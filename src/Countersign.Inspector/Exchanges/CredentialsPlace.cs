namespace Countersign.Inspector.Exchanges;

/// <summary>Where in a request credentials stand.</summary>
public enum CredentialsPlace
{
    /// <summary>The Authorization field.</summary>
    Authorization,

    /// <summary>The Proxy-Authorization field.</summary>
    ProxyAuthorization,

    /// <summary>A field of their own, such as X-API-Key.</summary>
    Field,

    /// <summary>A cookie whose name says that it is one of a session or token.</summary>
    Cookie,

    /// <summary>A parameter of the query.</summary>
    Query,

    /// <summary>A parameter of a form in the content.</summary>
    Form,

    /// <summary>The address itself (<c>user:password@</c>).</summary>
    Userinfo,
}
