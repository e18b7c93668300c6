using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Admin;

/// <summary>How long keys and revocations last, in the words of the command line and the admin listener. Each rule gives the sentence for the person who broke it, or null.</summary>
public static class TermRules
{
    private const string Never = "never";
    private const string None = "0s";

    /// <summary>How long a replaced key is good beside the new one where nobody says it.</summary>
    public static TimeSpan UsualOverlap { get; } = TimeSpan.FromHours(24);

    /// <summary>A length of time.</summary>
    public static string? OfLifetime(string text) =>
        DurationText.Read(text) is null ? $"'{text}' is no length of time up to ten years; write 30d, 12h or 45m." : null;

    /// <summary>A length of time, or none at all.</summary>
    public static string? OfOverlap(string text) =>
        text == None || DurationText.Read(text) is not null ? null : $"'{text}' is no length of time up to ten years; write 7d, 12h or {None}.";

    /// <summary>A length of time, or without end.</summary>
    public static string? OfRevocation(string text) =>
        text == Never || DurationText.Read(text) is not null ? null : $"'{text}' is no length of time up to ten years; write 30d, 12h or {Never}.";

    /// <summary>When a key ends; null for never, which is what no text means.</summary>
    public static DateTimeOffset? EndOf(string? lifetime, DateTimeOffset now) => lifetime is null ? null : now + Read(lifetime);

    /// <summary>The overlap of two keys.</summary>
    public static TimeSpan Overlap(string? overlap) => overlap switch
    {
        null => UsualOverlap,
        None => TimeSpan.Zero,
        _ => Read(overlap),
    };

    /// <summary>From when on a revocation may be forgotten; null for never.</summary>
    public static DateTimeOffset? RevocationEnd(string? term, DateTimeOffset now) => term switch
    {
        null => now + RevocationStore.UsualTerm,
        Never => null,
        _ => now + Read(term),
    };

    private static TimeSpan Read(string text) => DurationText.Read(text) ?? throw new ArgumentException("The rule was not asked.", nameof(text));
}
