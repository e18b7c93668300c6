using Countersign.Decisions;

namespace Countersign.Ports;

/// <summary>What became of a password check.</summary>
public enum PasswordOutcome
{
    /// <summary>User and password match.</summary>
    Matches,

    /// <summary>The user exists, the password is another.</summary>
    WrongPassword,

    /// <summary>There is no such user; the check cost as much as for one who exists.</summary>
    UnknownUser,

    /// <summary>The operator switched the user off.</summary>
    UserDisabled,

    /// <summary>The stored hash is of a kind that is not verified (DES, plain text).</summary>
    UnsupportedHash,

    /// <summary>Too many wrong attempts for this name from this network.</summary>
    TooManyAttempts,

    /// <summary>All workers are busy and the queue is full.</summary>
    Busy,

    /// <summary>The store can't be read.</summary>
    Unavailable,
}

/// <summary>The outcome of a password check.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Subject">The subject, when it matches.</param>
/// <param name="Evidence">What the operator may know, such as that only the letter case differs.</param>
/// <param name="RetryAfter">How long to wait, for <see cref="PasswordOutcome.TooManyAttempts"/> and <see cref="PasswordOutcome.Busy"/>.</param>
public readonly record struct PasswordCheck(PasswordOutcome Outcome, Subject? Subject = null, string? Evidence = null, TimeSpan? RetryAfter = null);

/// <summary>Knows passwords, never reveals them. Costs the same for unknown users as for known ones.</summary>
public interface IPasswordVault
{
    /// <summary>Checks a password. <paramref name="request"/> gives the network that attempts are counted against.</summary>
    ValueTask<PasswordCheck> CheckAsync(string user, string password, RequestFacts request, CancellationToken cancel);

    /// <summary>The match that was found a moment ago, if it still counts; null when a password has to be checked.</summary>
    PasswordCheck? Recall(string user, string password, RequestFacts request) => null;
}
