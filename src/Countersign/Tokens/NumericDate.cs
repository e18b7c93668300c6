using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>A moment in a token (RFC 7519 §2): seconds since 1970-01-01T00:00:00Z without leap seconds, exactly as written, fractions too.</summary>
/// <param name="Seconds">The seconds, from -10^19 to 10^19: the far future is grammatical.</param>
public readonly record struct NumericDate(decimal Seconds)
{
    private const decimal Limit = 1e19m;
    private const decimal Earliest = -62135596800;
    private const decimal Latest = 253402300799;

    // As many digits as a decimal holds without rounding, with sign, point and exponent.
    private const int MaxLength = 32;

    /// <summary>The moment of a clock.</summary>
    public static NumericDate Of(DateTimeOffset time) => new((decimal)(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond);

    /// <summary>The moment as a time, to a ten-millionth of a second; null when it lies outside the years 1 to 9999.</summary>
    public DateTimeOffset? ToTime() =>
        Seconds >= Earliest && Seconds <= Latest ? DateTimeOffset.UnixEpoch.AddTicks((long)(Seconds * TimeSpan.TicksPerSecond)) : null;

    /// <summary>The moment that the reader's value is; else what is wrong with it.</summary>
    internal static TokenFaultKind? Read(ref Utf8JsonReader value, out NumericDate date)
    {
        date = default;
        if (value.TokenType != JsonTokenType.Number)
            return TokenFaultKind.ClaimTypeWrong;
        if (value.ValueSpan.Length > MaxLength || !value.TryGetDecimal(out var seconds) || Math.Abs(seconds) > Limit)
            return TokenFaultKind.ClaimNumberOutOfRange;
        date = new(seconds);
        return null;
    }
}
