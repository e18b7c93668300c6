namespace Countersign.Gateway.Doctor;

/// <summary>What a check came to.</summary>
public enum FindingVerdict
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>People sign in, but not all of them, or not for long.</summary>
    Warning,

    /// <summary>Somebody can't sign in for this.</summary>
    Fault,

    /// <summary>Nobody could look, or there was nothing to look at.</summary>
    NotChecked,
}
