using System.Collections.Immutable;
using Countersign.Inspector.Checks;

namespace Countersign.Inspector.Lint;

/// <summary>What everybody asks for who sees an open page: browsers, crawlers and previews have no credentials to send.</summary>
internal static class PublicAddresses
{
    /// <summary>What a check is called that finds them asked for credentials.</summary>
    public const string Title = "What open pages need is asked for a password";

    /// <summary>Why that matters.</summary>
    public const string Why = "Visitors of an open page get a dialog that it never mentions, or no style, font or icon; crawlers that get no robots.txt take everything for allowed (RFC 9309 §2.3.1.3).";

    /// <summary>The addresses that are looked for at this very place.</summary>
    public static ImmutableArray<string> All { get; } = ["/robots.txt", "/sitemap.xml", "/favicon.ico", "/apple-touch-icon.png", "/manifest.webmanifest"];

    /// <summary>One for each kind of asset: where a rule is for the kind, it holds wherever a site has them.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["/style.css", "/script.js", "/font.woff2"];

    /// <summary>What is said of those that are asked for credentials.</summary>
    public static string Sentence(IReadOnlyCollection<string> asked) => $"/ is open, and {Names.List(asked)} {(asked.Count == 1 ? "is" : "are")} asked for credentials.";
}
