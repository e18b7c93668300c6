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

    private readonly List<string> _latest = [];

    /// <summary>Remembers a secret; not words that stand everywhere.</summary>
    public void Add(string secret)
    {
        if (secret.Length is < MinLength or > MaxLength || (secret.Length < LongWord && secret.All(char.IsLetter)) || secret.AsSpan().Trim('*').IsEmpty || _latest.Contains(secret))
            return;
        if (_latest.Count == Capacity)
            _latest.RemoveAt(0);
        _latest.Add(secret);
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

        return result?.ToString() ?? text;
    }
}
