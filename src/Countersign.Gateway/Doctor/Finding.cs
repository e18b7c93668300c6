using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor;

/// <summary>What a check found. Never shows a password, a cookie's value or another secret.</summary>
/// <param name="Check">The check.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Found">What was seen; why nobody looked, where nobody did.</param>
/// <param name="Mend">The one change that mends it; null where nothing is to be mended.</param>
public sealed record Finding(CheckRow Check, FindingVerdict Verdict, string Found, string? Mend = null)
{
    /// <summary>Further lines of what was seen, such as what the sign-in page says itself.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];
}
