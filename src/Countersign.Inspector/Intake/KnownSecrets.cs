using System.Collections.Frozen;
using System.Text;

namespace Countersign.Inspector.Intake;

/// <summary>The secrets that were taken in last. Servers repeat what they were sent, in bodies and fields of any name; there they are hidden as well.</summary>
/// <param name="given">Those that were given beforehand.</param>
internal sealed class KnownSecrets(GivenSecrets given)
{
    private const int Capacity = 32;
    private const int MinLength = 8;
    private const int MaxLength = 16 * 1024;

    // Letters alone are a word up to here, and several in a row beyond.
    private const int LongWord = 16;

    // Shorter ones are found by chance wherever a word ends.
    private const int ShortWord = 6;

    // Letters alone of such a length are seldom a word that somebody else says.
    private const int RareWord = 10;
    private const int MaxTyped = 4096;

    // People choose them, and they stand in any message about them.
    private static readonly FrozenSet<string> EverydayWords = new[]
    {
        "password", "passwd", "secret", "public", "private", "bearer", "digest", "access", "example", "username", "string", "number", "hidden", "submit", "object", "required", "invalid", "expired", "redacted",
        "administrator", "unauthorized", "authenticate", "authorization", "credentials", "application", "development", "production",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _latest = [];

    // What somebody typed, and what is short or a word: it is hidden where it stands for itself.
    private readonly List<string> _typed = [];

    /// <summary>Remembers a secret; not words that stand everywhere.</summary>
    public void Add(string secret)
    {
        if (secret.Length < LongWord && secret.All(char.IsLetter))
            return;
        AddRare(secret);
    }

    private void AddRare(string secret)
    {
        if (secret.Length is < MinLength or > MaxLength || secret.AsSpan().Trim('*').IsEmpty || _latest.Contains(secret))
            return;
        if (_latest.Count == Capacity)
            _latest.RemoveAt(0);
        _latest.Add(secret);
    }

    /// <summary>Remembers what somebody typed: it may be short, or a word, and servers that repeat it write it as their format wants it.</summary>
    public void AddTyped(string secret)
    {
        Add(secret);
        if (secret.Length is < ShortWord or > MaxTyped || secret.Trim('*').Length == 0 || Redaction.IsHidden(secret) || EverydayWords.Contains(secret) || _typed.Contains(secret))
            return;
        if (_typed.Count == Capacity)
            _typed.RemoveAt(0);
        _typed.Add(secret);
        foreach (var written in WrittenForms.Of(secret))
            AddRare(written);
    }

    /// <summary>The text without them.</summary>
    public string Hide(string text)
    {
        text = given.Hide(text);
        StringBuilder? result = null;
        foreach (var secret in _latest)
        {
            if (text.Length < secret.Length || !text.Contains(secret, StringComparison.Ordinal))
                continue;
            result ??= new(text);
            result.Replace(secret, "***");
        }

        text = result?.ToString() ?? text;
        foreach (var secret in _typed)
        {
            if (text.Length >= secret.Length && text.Contains(secret, StringComparison.Ordinal))
                text = WithoutWord(text, secret);
        }

        return text;
    }

    // Letters alone are hidden where they are all of a value; others as a word of a sentence, too.
    private static string WithoutWord(string text, string secret)
    {
        var isWord = secret.Length < RareWord && secret.All(char.IsLetter);
        for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at, StringComparison.Ordinal))
        {
            var end = at + secret.Length;
            var isHidden = isWord ? IsValue(text, at, end) : (!IsOfWord(text, at - 1) || IsEscape(text.AsSpan(0, at))) && !IsOfWord(text, end);
            if (isHidden)
                text = string.Concat(text.AsSpan(0, at), "***", text.AsSpan(end));
            at += isHidden ? 3 : 1;
        }

        return text;
    }

    private static bool IsOfWord(string text, int at) => at >= 0 && at < text.Length && char.IsLetterOrDigit(text[at]);

    // %3A, \u0022 and \n end in a letter or digit, and are none.
    private static bool IsEscape(ReadOnlySpan<char> before) => before is [.., '%', _, _] or [.., '\\', 'u', _, _, _, _] or [.., '\\', _];

    private static bool IsValue(string text, int start, int end) =>
        start > 0 && "\"'=>:".Contains(text[start - 1], StringComparison.Ordinal)
        && (end == text.Length || "\"'&#;,<\r\n".Contains(text[end], StringComparison.Ordinal))
        && !text.AsSpan(Math.Min(text.Length, end + 1)).TrimStart().StartsWith(':');
}
