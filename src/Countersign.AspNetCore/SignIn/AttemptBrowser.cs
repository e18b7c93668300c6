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

    private AttemptBrowser(string value, DateTimeOffset? completed) => (Value, Completed) = (value, completed);

    /// <summary>The random value.</summary>
    public string Value { get; }

    /// <summary>When somebody last signed in with it, to the second; null when nobody did.</summary>
    public DateTimeOffset? Completed { get; }

    /// <summary>By what attempts are bound to it.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Value)));

    /// <summary>The value of its cookie.</summary>
    public string Cookie => Completed is { } time ? string.Create(CultureInfo.InvariantCulture, $"{Value}.{time.ToUnixTimeSeconds()}") : Value;

    /// <summary>One that was never seen.</summary>
    public static AttemptBrowser Create(DateTimeOffset? completed = null) => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets)), completed);

    /// <summary>Reads the value of the cookie; null when it is none of ours.</summary>
    public static AttemptBrowser? Read(string? cookie)
    {
        if (cookie is null || cookie.Length < Characters)
            return null;
        var value = cookie[..Characters];
        if (value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            if (cookie.Length == Characters)
                return new(value, null);
            if (cookie[Characters] == '.' && long.TryParse(cookie.AsSpan(Characters + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            {
                return new(value, DateTimeOffset.FromUnixTimeSeconds(seconds));
            }
        }

        return null;
    }

    /// <summary>The same browser, of which no sign-in is remembered.</summary>
    public AttemptBrowser Forgetting() => new(Value, null);
}
