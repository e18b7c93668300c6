namespace Countersign.WebConsole.Ports;

/// <summary>What became of a request.</summary>
internal enum DecisionOutcome
{
    /// <summary>It was let in.</summary>
    Admitted,

    /// <summary>It came without credentials and was asked for some.</summary>
    Challenged,

    /// <summary>It was refused.</summary>
    Refused,
}
