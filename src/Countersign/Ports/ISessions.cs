using Countersign.Decisions;

namespace Countersign.Ports;

/// <summary>What became of a look-up of a session.</summary>
public enum SessionOutcome
{
    /// <summary>The session is good.</summary>
    Good,

    /// <summary>Not in the form of a session's id.</summary>
    Unreadable,

    /// <summary>Well formed and unknown: forgotten, or never made.</summary>
    Unknown,

    /// <summary>Not used for too long.</summary>
    Idle,

    /// <summary>Past its end.</summary>
    Expired,

    /// <summary>Ended by an operator, by another session of the person, by the provider, or with the user.</summary>
    Revoked,

    /// <summary>Ended by the person who had it.</summary>
    SignedOut,

    /// <summary>The store can't be read.</summary>
    Unavailable,
}

/// <summary>The outcome of a look-up.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Subject">Whose session it is; known too when it is over.</param>
/// <param name="Evidence">What the operator may know: the session's handle, its end.</param>
public readonly record struct SessionCheck(SessionOutcome Outcome, Subject? Subject = null, string? Evidence = null);

/// <summary>Knows the sessions of people by hashes of their ids. Marks their use.</summary>
public interface ISessions
{
    /// <summary>Looks a presented id up, as the cookie carries it.</summary>
    ValueTask<SessionCheck> FindAsync(string presented, CancellationToken cancel);

    /// <summary>The good session that is known without asking anybody; null when it has to be looked up.</summary>
    SessionCheck? Recall(string presented) => null;
}
