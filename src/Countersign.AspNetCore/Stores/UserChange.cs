namespace Countersign.AspNetCore.Stores;

/// <summary>What came of a change of one user.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="User">The user after the change, or before the removal; null when there is none, or the change was not made.</param>
internal sealed record UserChange(UserChangeOutcome Outcome, UserRecord? User = null);
