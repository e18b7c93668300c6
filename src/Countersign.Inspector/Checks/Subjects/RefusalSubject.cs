namespace Countersign.Inspector.Checks.Subjects;

/// <summary>What a refusal is about. A status alone does not tell: a 403 may have nothing to do with credentials (RFC 9110 §15.5.4).</summary>
internal enum RefusalSubject
{
    /// <summary>It does not say.</summary>
    None,

    /// <summary>No credentials came.</summary>
    Missing,

    /// <summary>The token is not taken: it ended, or is not what it should be.</summary>
    Token,

    /// <summary>The credentials are wrong: name, key, password or signature.</summary>
    Wrong,

    /// <summary>The time that the request was signed at is too far from the server's.</summary>
    Clock,

    /// <summary>The signed address ended.</summary>
    Link,

    /// <summary>Who asks is not permitted to.</summary>
    Permission,

    /// <summary>The proof is missing that no other site forged the request (CSRF).</summary>
    Forgery,

    /// <summary>There were too many requests.</summary>
    Throttled,

    /// <summary>A firewall or a defence against robots turns the request away.</summary>
    Wall,

    /// <summary>The address or country that the request comes from is kept out.</summary>
    Place,

    /// <summary>The page that a script asks for is of an origin that is not allowed (CORS).</summary>
    Origin,

    /// <summary>What is asked for is not switched on for the account or project.</summary>
    Disabled,

    /// <summary>The key is good, but not for this.</summary>
    KeyRestricted,
}
