using System.Buffers;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>The patterns of httpd: regular ones and those with <c>*</c>.</summary>
internal static class ApachePatterns
{
    private static readonly SearchValues<char> Special = SearchValues.Create(".*+?()[]{}|$");
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>A regular pattern; null for one that can't be read.</summary>
    public static SafePattern? Regex(string pattern, bool isAnyCase = false)
    {
        try
        {
            return new(new(pattern, RegexOptions.CultureInvariant | (isAnyCase ? RegexOptions.IgnoreCase : RegexOptions.None), Patience));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static bool HasWildcard(string pattern) => pattern.AsSpan().IndexOfAny("*?[") >= 0;

    /// <summary>Whether a path has the shape of a pattern, stroke for stroke.</summary>
    public static bool IsMatch(string pattern, string path)
    {
        var (asked, had) = (pattern.Split('/'), path.Split('/'));
        return asked.Length == had.Length && asked.Zip(had).All(pair => Glob.IsMatch(pair.First, pair.Second));
    }

    /// <summary>What every address that fits a regular pattern begins with; null for one that fits anywhere.</summary>
    public static string? Beginning(string pattern)
    {
        if (!pattern.StartsWith('^'))
            return null;
        var end = pattern.AsSpan(1).IndexOfAny(Special);
        var plain = (end < 0 ? pattern[1..] : pattern[1..(end + 1)]).Replace("\\", "", StringComparison.Ordinal);

        // The letter before ? * and { may be there or not.
        return end >= 0 && pattern[end + 1] is '?' or '*' or '{' && plain.Length > 0 ? plain[..^1] : plain;
    }

    /// <summary>A pattern that takes no more time than it should.</summary>
    internal sealed record SafePattern(Regex Pattern)
    {
        public bool? IsMatch(string text) => Match(text)?.Success;

        public Match? Match(string text)
        {
            try
            {
                return Pattern.Match(text);
            }
            catch (RegexMatchTimeoutException)
            {
                return null;
            }
        }
    }
}
