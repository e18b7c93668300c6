namespace Countersign.Inspector.Lint;

/// <summary>What a configuration makes of a request without credentials.</summary>
public enum Access
{
    /// <summary>The files do not tell: it depends on what is not in them.</summary>
    NotDecided,

    /// <summary>It is let through.</summary>
    Open,

    /// <summary>It is answered 401, or sent to sign in.</summary>
    Challenged,

    /// <summary>It is refused whatever credentials it has.</summary>
    Refused,

    /// <summary>It is sent elsewhere before anybody asks for credentials.</summary>
    Redirected,

    /// <summary>The server fails: 500.</summary>
    Failing,
}
