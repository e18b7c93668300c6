using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Admin;

/// <summary>Why a key was not rotated, for the person who asked for it.</summary>
public static class RotationWords
{
    /// <summary>The sentence for every outcome but <see cref="ApiKeyRotationOutcome.Rotated"/>.</summary>
    public static string WhyNot(ApiKeyRotation rotation) => rotation.Outcome switch
    {
        ApiKeyRotationOutcome.Unknown => "There is no such key.",
        ApiKeyRotationOutcome.Revoked => "The key was revoked; create a new one.",
        ApiKeyRotationOutcome.Expired => "The key has ended; create a new one.",
        ApiKeyRotationOutcome.Replaced => $"The key was replaced by {rotation.Old!.ReplacedBy}; rotate that one.",
        ApiKeyRotationOutcome.Rotated => throw new ArgumentException("It was rotated.", nameof(rotation)),
    };
}
