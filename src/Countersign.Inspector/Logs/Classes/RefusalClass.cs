namespace Countersign.Inspector.Logs.Classes;

/// <summary>What a 401 of a log is.</summary>
internal enum RefusalClass : byte
{
    /// <summary>The log does not tell.</summary>
    Undecided,

    /// <summary>No credentials came: a first leg or a probe, ordinary either way.</summary>
    Anonymous,
    Probe,
    FirstLeg,
    Renewed,
    NotRenewed,
    CredentialRefused,
    Guessing,
    Outage,
    OneNode,
    Deploy,
    Robot,
}
