namespace Countersign.Inspector.Findings;

/// <summary>How sure a finding is.</summary>
public enum Certainty
{
    /// <summary>What was seen shows it.</summary>
    Proved,

    /// <summary>What was seen is best explained by it.</summary>
    Likely,

    /// <summary>What was seen does not tell: the finding says what would.</summary>
    NotDecided,
}
