namespace Countersign.AspNetCore.Stores;

/// <summary>What became of a rotation.</summary>
public enum ApiKeyRotationOutcome
{
    /// <summary>There is a new key, and the old one has an end.</summary>
    Rotated,

    /// <summary>No key has this id.</summary>
    Unknown,

    /// <summary>The key was revoked: nobody has it to be relieved of.</summary>
    Revoked,

    /// <summary>The key has ended already.</summary>
    Expired,

    /// <summary>The key has a successor: that one is to be rotated.</summary>
    Replaced,
}

/// <summary>The outcome of a rotation.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="New">The new key, shown once; null when there is none.</param>
/// <param name="Old">The old key as it is now; null when it is unknown.</param>
public sealed record ApiKeyRotation(ApiKeyRotationOutcome Outcome, NewApiKey? New = null, ApiKeyRecord? Old = null);
