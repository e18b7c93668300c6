namespace Countersign.Inspector.Verdicts;

/// <summary>How it ended for the caller.</summary>
public enum Outcome
{
    /// <summary>Nobody was refused, or got in in the end.</summary>
    Admitted,

    /// <summary>Credentials are wanted, and none were shown.</summary>
    Challenged,

    /// <summary>Credentials were shown and not taken.</summary>
    Refused,

    /// <summary>Who asks is known, or does not matter, and is not permitted (403).</summary>
    Forbidden,

    /// <summary>The browser does not let a script ask: the server refuses the question beforehand.</summary>
    Blocked,

    /// <summary>What was recorded does not tell.</summary>
    NotDecided,
}
