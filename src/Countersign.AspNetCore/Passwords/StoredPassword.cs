using Countersign.Decisions;

namespace Countersign.AspNetCore.Passwords;

/// <summary>What a store knows of one user.</summary>
/// <param name="Hash">The hash of the password.</param>
/// <param name="Subject">Who it is, with groups.</param>
/// <param name="IsDisabled">Whether the operator switched the user off.</param>
public sealed record StoredPassword(PasswordHash Hash, Subject Subject, bool IsDisabled = false);
