using System.Text;
using System.Text.Encodings.Web;

namespace Countersign.Inspector.Intake;

/// <summary>The secrets that somebody gave for a request, and the fields that carry them: they are known before anything is sent, and are hidden wherever a server repeats them.</summary>
internal sealed class GivenSecrets
{
    // Shorter ones are found in any text by chance: they are hidden where they are a whole value.
    private const int Shortest = 6;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _short = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private List<string> _long = [];

    /// <summary>Takes notice of a secret, however it is written.</summary>
    public void Add(string? secret)
    {
        if (secret is not { Length: > 0 })
            return;
        if (secret.Length < Shortest)
        {
            _short.Add(secret);
            return;
        }

        if (!_known.Add(secret))
            return;
        string[] written =
        [
            secret, Misread(secret), Reread(secret), Uri.EscapeDataString(secret), Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal),
            JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
        ];
        _long = [.. _long.Concat(written).Distinct(StringComparer.Ordinal).OrderByDescending(each => each.Length)];
    }

    /// <summary>Takes notice of a secret that came along; short ones are left alone.</summary>
    public void AddFound(string? secret)
    {
        if (secret is { Length: >= Shortest })
            Add(secret);
    }

    /// <summary>How many characters the longest has.</summary>
    public int Longest => _long.Count == 0 ? 0 : _long[0].Length;

    /// <summary>Takes notice of the name of a field whose value is a secret.</summary>
    public void AddField(string name) => _fields.Add(name);

    /// <summary>Whether a field carries one of them.</summary>
    public bool IsField(string name) => _fields.Contains(name);

    /// <summary>The text without them.</summary>
    public string Hide(string text)
    {
        foreach (var secret in _long)
        {
            if (text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        foreach (var secret in _short)
            text = WithoutValue(text, secret);
        return text;
    }

    /// <summary>A text of UTF-8 as it looks when it is read as ISO-8859-1.</summary>
    private static string Misread(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A text of ISO-8859-1 as it looks when it is read as UTF-8, where it can be.</summary>
    private static string Reread(string text)
    {
        try
        {
            return text.All(c => c <= '\xFF') ? Strict.GetString(Encoding.Latin1.GetBytes(text)) : text;
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }

    // A word of a sentence, and the name of a member, it is by chance.
    private static string WithoutValue(string text, string secret)
    {
        for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at, StringComparison.Ordinal))
        {
            var end = at + secret.Length;
            var isValue = (at == 0 || "\"'=>\n".Contains(text[at - 1], StringComparison.Ordinal))
                && (end == text.Length || "\"'&#;,<\r\n".Contains(text[end], StringComparison.Ordinal))
                && !text.AsSpan(Math.Min(text.Length, end + 1)).TrimStart().StartsWith(':');
            if (isValue)
                text = string.Concat(text.AsSpan(0, at), "***", text.AsSpan(end));
            at += isValue ? 3 : 1;
        }

        return text;
    }
}
