using System.Text;

namespace Countersign.Inspector.Intake;

/// <summary>The secrets that were taken in last. Servers repeat what they were sent, in bodies and fields of any name; there they are hidden as well.</summary>
internal sealed class KnownSecrets
{
    private const int Capacity = 32;
    private const int MinLength = 8;
    private const int MaxLength = 16 * 1024;

    private readonly List<string> _latest = [];
    private string? _kept;

    /// <summary>Remembers one for as long as the recording is read.</summary>
    public void Keep(string secret) => _kept = secret.Length < MinLength ? null : secret;

    /// <summary>Remembers a secret; not words that stand everywhere.</summary>
    public void Add(string secret)
    {
        if (secret.Length is < MinLength or > MaxLength || secret.All(char.IsLetter) || secret.AsSpan().Trim('*').IsEmpty || _latest.Contains(secret))
            return;
        if (_latest.Count == Capacity)
            _latest.RemoveAt(0);
        _latest.Add(secret);
    }

    /// <summary>The text without them.</summary>
    public string Hide(string text)
    {
        if (_kept is not null)
            text = text.Replace(_kept, "***", StringComparison.Ordinal);
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
