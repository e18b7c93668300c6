namespace Countersign.AspNetCore.SignIn;

/// <summary>What became of reading an attempt.</summary>
internal enum AttemptOutcome
{
    /// <summary>The browser's own, and in time.</summary>
    Good,

    /// <summary>None of ours, or none at all.</summary>
    Unreadable,

    /// <summary>Ours, and its time is over.</summary>
    Expired,

    /// <summary>Ours, and the browser sent no cookie with it.</summary>
    CookieMissing,

    /// <summary>Ours, and of another browser.</summary>
    Foreign,
}

/// <summary>What was read of an attempt. A target is a place of ours whatever else is wrong.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Attempt">What it says; null when it can't be read.</param>
internal readonly record struct AttemptReading(AttemptOutcome Outcome, Attempt? Attempt = null)
{
    /// <summary>Where the browser wanted to go.</summary>
    public ReturnTarget Target => Attempt?.Target ?? ReturnTarget.Root;
}
