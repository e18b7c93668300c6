namespace Countersign.Inspector.Findings;

/// <summary>How much a finding matters. What is right is found, too.</summary>
public enum Severity
{
    /// <summary>It is as it should be.</summary>
    Good,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>It works for some and will fail for others.</summary>
    Warning,

    /// <summary>It breaks a requirement, or keeps people out, or lets them in.</summary>
    Error,
}
