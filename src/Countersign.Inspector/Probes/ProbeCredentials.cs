namespace Countersign.Inspector.Probes;

/// <summary>What a probe shows of who asks.</summary>
internal enum ProbeCredentials
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Credentials in good order that nobody has: those of an invented user, an invented token.</summary>
    Wrong,

    /// <summary>What no scheme can read.</summary>
    Malformed,

    /// <summary>A password that is wrong, with the name of a user that there is.</summary>
    WrongPassword,

    /// <summary>Those that the caller has.</summary>
    Given,
}
