using System.Security.Cryptography;
using System.Text;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Network;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>Makes a visit of an answer, and finds in its content where it leads on.</summary>
/// <param name="site">The site.</param>
/// <param name="options">How far the crawl goes.</param>
internal sealed class VisitReader(Site site, CrawlOptions options)
{
    /// <summary>What came of it.</summary>
    public Visit VisitOf(Place place, Answer answer)
    {
        var outcome = OutcomeOf(place.Url, answer);
        return new()
        {
            Outcome = outcome,
            Status = answer.Status,
            Location = answer.Location is { } location ? site.Shown(location) : null,
            MediaType = answer.MediaType,
            Challenges = answer.Fields.IsEmpty ? [] : site.Shown(answer.Fields, answer.Status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate"),
            Trouble = answer.Trouble,
            IsPrivate = answer.IsPrivate,
            IsFromCache = answer.IsFromCache,
        };
    }

    /// <summary>Reads a content; gives the visit with what the content says of the place.</summary>
    public async Task<Visit> ReadAsync(Place place, Answer answer, Visit visit, LinkList links, CancellationToken cancel)
    {
        if (answer.Content.IsEmpty)
            return visit with { Trouble = answer.Unread };
        if (answer.MediaType is "text/html" or "application/xhtml+xml")
            return place.IsPage ? ReadPage(answer, visit, links) : visit with { IsHtml = true };
        switch (place.Kind)
        {
            case LinkKind.Sitemap or LinkKind.Feed:
                var octets = BoundedContent.IsZipped(answer.Content.Span) ? (await BoundedContent.UnzipAsync(answer.Content, options.MaxContent, cancel)).Octets : answer.Content;
                SitemapReader.Read(octets, place.Kind == LinkKind.Feed ? LinkKind.Page : LinkKind.Listed, links);
                break;
            case LinkKind.Manifest or LinkKind.ManifestWithCredentials:
                ManifestReader.Read(answer.Content, links);
                break;
            case LinkKind.Stylesheet:
                CssReader.Read(Text(answer), links);
                break;
            case LinkKind.Script:
                if (place.Uses is [{ From: [var first, ..] }, ..])
                    links.Base = site.At(first).Url;
                ScriptReader.Read(Text(answer), links);
                break;
        }

        return visit;
    }

    private Visit ReadPage(Answer answer, Visit visit, LinkList links)
    {
        var text = Text(answer);

        // A page without a single tag, or with a gap behind each letter, is no page as it was read.
        if (!IsKnown(answer.Charset) && (!text.Contains('<', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal)))
            return visit with { IsHtml = true, Trouble = "a page whose charset is not read here" };
        var facts = PageReader.Read(text, links);
        if (options.Guesses && !facts.HasIcon && new Uri(answer.Url, "/favicon.ico") is var icon)
            links.Add(icon.AbsoluteUri, LinkKind.Icon);
        return visit with { IsHtml = true, AsksForPassword = facts.AsksForPassword, Likeness = facts.AsksForPassword ? LikenessOf(facts.Title, links) : null };
    }

    // Pages to sign in are the same whatever was asked for, but for where they return to.
    private static string LikenessOf(string title, LinkList links)
    {
        var addresses = string.Join('\n', links.Links.Select(link => link.Url.GetLeftPart(UriPartial.Path)));
        return $"{title} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(addresses)).AsSpan(0, 8))}";
    }

    private static VisitOutcome OutcomeOf(Uri asked, Answer answer) => answer.Status switch
    {
        0 => VisitOutcome.NoAnswer,
        401 => VisitOutcome.Unauthorized,
        403 => VisitOutcome.Forbidden,
        407 => VisitOutcome.ProxyUnauthorized,
        >= 200 and < 300 => answer.Trouble is null ? VisitOutcome.Open : VisitOutcome.Other,
        _ when answer.Location is { } location && answer.Trouble is null => LeadsToLogin(asked, location) ? VisitOutcome.ToLogin : VisitOutcome.Elsewhere,
        _ => VisitOutcome.Other,
    };

    /// <summary>Whether a redirect leads from something else to a page to sign in.</summary>
    public static bool LeadsToLogin(Uri from, Uri to) => LoginPlaces.IsLogin(to.AbsoluteUri) && !LoginPlaces.IsLogin(from.AbsoluteUri);

    private static bool IsKnown(string? charset) => charset?.ToLowerInvariant() is null or "" or "utf-8" or "utf8" or "utf-16" or "utf-16le" or "utf-16be" or "iso-8859-1" or "windows-1252" or "latin1" or "us-ascii";

    private static string Text(Answer answer) => EncodingOf(answer).GetString(answer.Content.Span);

    private static Encoding EncodingOf(Answer answer)
    {
        var start = answer.Content.Span;
        if (start is [0xff, 0xfe, not 0, ..] or [0xff, 0xfe, _, not 0, ..] or [not 0, 0, not 0, 0, ..])
            return Encoding.Unicode;
        if (start is [0xfe, 0xff, ..] or [0, not 0, 0, not 0, ..])
            return Encoding.BigEndianUnicode;

        // Addresses are ASCII in all charsets of the web but these, and what has no NUL at its beginning is in none of them.
        return answer.Charset?.ToLowerInvariant() switch
        {
            "utf-16" or "utf-16le" when start[..Math.Min(start.Length, 64)].Contains((byte)0) => Encoding.Unicode,
            "utf-16be" when start[..Math.Min(start.Length, 64)].Contains((byte)0) => Encoding.BigEndianUnicode,
            "iso-8859-1" or "windows-1252" or "latin1" or "us-ascii" => Encoding.Latin1,
            _ => Encoding.UTF8,
        };
    }
}
