using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>An expression of a configuration, written for PCRE. What the two do not have in common can't be decided.</summary>
internal sealed class NginxPattern
{
    // PCRE compiles none that is much longer, either.
    private const int MaxLength = 32 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<Regex?> _regex;
    private readonly Judging _judging;
    private bool _isTooSlow;

    public NginxPattern(string text, bool ignoresCase, Judging judging)
    {
        (Text, _judging) = (text, judging);
        _regex = new(() =>
        {
            if (text.Length > MaxLength)
                return null;
            try
            {
                return new(text.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None), Patience);
            }
            catch (ArgumentException)
            {
                return null;
            }
        });
    }

    public string Text { get; }

    /// <summary>What it finds; null where nobody here can say.</summary>
    public Match? Match(string subject)
    {
        if (_isTooSlow || _judging.IsOutOfPatience)
            return null;
        _judging.Count(1 + subject.Length / 64);
        try
        {
            return _regex.Value?.Match(subject);
        }
        catch (RegexMatchTimeoutException)
        {
            _isTooSlow = true;
            _judging.CountSlow();
            return null;
        }
    }
}
