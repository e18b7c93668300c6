using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>An expression of a configuration, written for PCRE. What the two do not have in common can't be decided.</summary>
internal sealed class NginxPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<Regex?> _regex;
    private bool _isTooSlow;

    public NginxPattern(string text, bool ignoresCase)
    {
        Text = text;
        _regex = new(() =>
        {
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
        try
        {
            return _isTooSlow ? null : _regex.Value?.Match(subject);
        }
        catch (RegexMatchTimeoutException)
        {
            _isTooSlow = true;
            return null;
        }
    }
}
