using System.Collections.Immutable;

namespace Countersign.Inspector.Lint;

/// <summary>What everybody asks for who sees an open page: browsers, crawlers and previews have no credentials to send.</summary>
internal static class PublicAddresses
{
    /// <summary>The addresses; those of assets stand for all of their kind.</summary>
    public static ImmutableArray<string> All { get; } = ["/robots.txt", "/sitemap.xml", "/favicon.ico", "/apple-touch-icon.png", "/manifest.webmanifest", "/style.css", "/script.js", "/image.png", "/font.woff2"];
}
