using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Inspector.Crawl.Robots;

/// <summary>What a robots.txt says to one crawler (RFC 9309), and which sitemaps it names.</summary>
internal sealed class RobotsFile
{
    /// <summary>How much of it is read (RFC 9309 §2.5).</summary>
    public const int MaxOctets = 512 * 1024;

    private static readonly SearchValues<char> OfTokens = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");

    private readonly ImmutableArray<RobotsRule> _rules;

    private RobotsFile(ImmutableArray<RobotsRule> rules) => _rules = rules;

    /// <summary>One that forbids nothing.</summary>
    public static RobotsFile Open { get; } = new([]);

    /// <summary>One that forbids everything.</summary>
    public static RobotsFile Closed { get; } = new([new(Allows: false, "/")]);

    /// <summary>The addresses behind <c>Sitemap</c>, which belong to no group.</summary>
    public ImmutableArray<string> Sitemaps { get; private init; } = [];

    /// <summary>The pause that it asks for. No RFC has it, and many files do.</summary>
    public TimeSpan? CrawlDelay { get; private init; }

    /// <summary>Whether a place may be asked for: the longest rule that matches decides, and of two as long the one that allows (RFC 9309 §2.2.2).</summary>
    public bool Allows(Uri url)
    {
        var path = Normal(url.PathAndQuery);
        if (path == "/robots.txt")
            return true;
        var (longest, allows) = (-1, true);
        foreach (var rule in _rules)
        {
            if (rule.Pattern.Length < longest || (rule.Pattern.Length == longest && !rule.Allows) || !rule.Matches(path))
                continue;
            (longest, allows) = (rule.Pattern.Length, rule.Allows);
        }

        return allows;
    }

    /// <summary>Reads a file; what can't be read in it counts for nothing.</summary>
    /// <param name="octets">The file.</param>
    /// <param name="agent">The product token of the crawler.</param>
    public static RobotsFile Read(ReadOnlySpan<byte> octets, string agent)
    {
        octets = octets.StartsWith("\uFEFF"u8) ? octets[3..] : octets;
        var text = Encoding.UTF8.GetString(octets.Length > MaxOctets ? octets[..MaxOctets] : octets);
        var (own, others, sitemaps) = (new Group(), new Group(), ImmutableArray.CreateBuilder<string>());
        var (names, isNaming) = (new List<string>(), false);
        foreach (var line in text.Split(['\r', '\n']))
        {
            var bare = line.AsSpan(0, line.AsSpan().IndexOf('#') is >= 0 and var comment ? comment : line.Length);
            var colon = bare.IndexOf(':');
            if (colon < 0)
                continue;
            var (key, value) = (bare[..colon].Trim().ToString().ToLowerInvariant(), bare[(colon + 1)..].Trim().ToString());
            if (key is "sitemap" && sitemaps.Count < 100)
                sitemaps.Add(value);
            if (key is "user-agent" or "useragent")
            {
                if (!isNaming)
                    names.Clear();
                names.Add(Token(value));
                isNaming = true;
                own.IsThere |= names.Contains(agent, StringComparer.OrdinalIgnoreCase);
            }

            if (key is not ("allow" or "disallow" or "crawl-delay"))
                continue;
            isNaming = false;
            if (names.Contains(agent, StringComparer.OrdinalIgnoreCase))
                own.Add(key, value);
            if (names.Contains("*"))
                others.Add(key, value);
        }

        var group = own.IsThere ? own : others;
        return new([.. group.Rules]) { Sitemaps = sitemaps.DrainToImmutable(), CrawlDelay = group.Delay };
    }

    // A token may have a version behind it (RFC 9309 §2.2.1).
    private static string Token(string name)
    {
        if (name.StartsWith('*'))
            return "*";
        var end = name.AsSpan().IndexOfAnyExcept(OfTokens);
        return end < 0 ? name : name[..end];
    }

    // Octets that need no encoding are compared plain, all others encoded (RFC 9309 §2.2.2).
    private static string Normal(string path)
    {
        var text = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length && byte.TryParse(path.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                if (char.IsAsciiLetterOrDigit((char)octet) || (char)octet is '-' or '.' or '_' or '~')
                    text.Append((char)octet);
                else
                    text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
                i += 2;
            }
            else if (path[i] > '\x7f')
            {
                var length = char.IsSurrogatePair(path, i) ? 2 : 1;
                foreach (var each in Encoding.UTF8.GetBytes(path.Substring(i, length)))
                    text.Append(CultureInfo.InvariantCulture, $"%{each:X2}");
                i += length - 1;
            }
            else
                text.Append(path[i]);
        }

        return text.ToString();
    }

    private sealed class Group
    {
        private const int MaxRules = 10_000;

        public List<RobotsRule> Rules { get; } = [];

        public TimeSpan? Delay { get; private set; }

        public bool IsThere { get; set; }

        public void Add(string key, string value)
        {
            if (key == "crawl-delay")
            {
                if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 3600)
                    Delay = TimeSpan.FromSeconds(seconds);
            }
            else if (value is ['/' or '*', ..] && Rules.Count < MaxRules)
                Rules.Add(new(key == "allow", Normal(value)));
        }
    }
}
