namespace Countersign.Inspector.Lint.Apache;

/// <summary>What rules make of a request without a user.</summary>
internal enum AuthorizationAnswer
{
    /// <summary>They have nothing to say.</summary>
    Neutral,

    /// <summary>They grant it.</summary>
    Granted,

    /// <summary>They refuse it, whoever asks.</summary>
    Denied,

    /// <summary>They refuse it as long as nobody has signed in.</summary>
    DeniedWithoutUser,

    /// <summary>The files do not tell.</summary>
    Unknown,
}
