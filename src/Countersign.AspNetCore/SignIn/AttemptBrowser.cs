using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.SignIn;

/// <summary>
/// What one browser has in the cookie of attempts: a random value, the same for all of its tabs, and, behind a completed sign-in, when that was. By the
/// latter it is seen that the session does not come back; whoever forges it fools himself alone.
/// </summary>
internal sealed record AttemptBrowser
{
    private const int Octets = 16;
    private const int Characters = 22;

    private readonly long? _completed;
    private readonly bool _isForgotten;

    private AttemptBrowser(string value, long? completed, bool isForgotten) => (Value, _completed, _isForgotten) = (value, completed, isForgotten);

    /// <summary>The random value.</summary>
    public string Value { get; }

    /// <summary>When somebody last signed in with it, to the second; null when nobody did, or nothing is to be made of it.</summary>
    public DateTimeOffset? Completed => _completed is { } seconds && !_isForgotten ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>By what attempts are bound to it: the forms of all tabs, of which each may sign somebody in.</summary>
    public string Hash => HashOf(Value);

    /// <summary>By what attempts are bound to it of which a part is proven: void as soon as somebody has signed in, so that nobody goes back to them.</summary>
    public string StepHash => HashOf(string.Create(CultureInfo.InvariantCulture, $"{Value}.{_completed}"));

    /// <summary>The value of its cookie.</summary>
    public string Cookie => _completed is null ? Value : string.Create(CultureInfo.InvariantCulture, $"{Value}.{_completed}{(_isForgotten ? "." : "")}");

    /// <summary>One that was never seen.</summary>
    public static AttemptBrowser Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets)), null, isForgotten: false);

    /// <summary>Reads the value of the cookie; null when it is none of ours.</summary>
    public static AttemptBrowser? Read(string? cookie)
    {
        if (cookie is null || cookie.Length < Characters)
            return null;
        var value = cookie[..Characters];
        if (!value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return null;
        if (cookie.Length == Characters)
            return new(value, null, isForgotten: false);
        var isForgotten = cookie[^1] == '.';
        var digits = cookie.AsSpan()[(Characters + 1)..];
        if (isForgotten && !digits.IsEmpty)
            digits = digits[..^1];
        return cookie[Characters] == '.' && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? new(value, seconds, isForgotten)
            : null;
    }

    /// <summary>The same browser, in which somebody has signed in.</summary>
    public AttemptBrowser Completing(DateTimeOffset now) => new(Value, now.ToUnixTimeSeconds(), isForgotten: false);

    /// <summary>The same browser, of whose last sign-in nothing is to be made.</summary>
    public AttemptBrowser Forgetting() => new(Value, _completed, isForgotten: _completed is not null);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
}
