namespace Countersign.AspNetCore.Stores;

/// <summary>Whether a user was changed.</summary>
internal enum UserChangeOutcome
{
    /// <summary>It was.</summary>
    Changed,

    /// <summary>There is no such user.</summary>
    Unknown,

    /// <summary>The user is not what the change was made for: somebody else was faster.</summary>
    Outdated,
}
