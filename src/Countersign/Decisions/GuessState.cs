namespace Countersign.Decisions;

/// <summary>What was found of the secret in a request so far. A request is one guess at most, however many schemes look at it.</summary>
public enum GuessState
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>A scheme found it wrong, and that was counted.</summary>
    Wrong,

    /// <summary>A scheme found it right: what others find is no guess.</summary>
    Right,
}
