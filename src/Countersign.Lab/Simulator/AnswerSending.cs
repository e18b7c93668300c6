namespace Countersign.Lab.Simulator;

/// <summary>How much of an answer is sent, and how.</summary>
internal enum AnswerSending
{
    /// <summary>All of it at once.</summary>
    Whole,

    /// <summary>Its content octet by octet.</summary>
    Dripping,

    /// <summary>Nothing: the connection is broken off.</summary>
    Nothing,

    /// <summary>The fields; then the connection is broken off.</summary>
    Fields,

    /// <summary>Half of the content; then the connection is broken off.</summary>
    Half,
}
