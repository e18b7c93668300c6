using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Network;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>Asks for one place as a stranger, and again by credentials where a stranger is refused; tells where its content leads on.</summary>
/// <param name="site">The site.</param>
/// <param name="fetcher">Who asks.</param>
/// <param name="options">How far the crawl goes.</param>
/// <param name="signsIn">Whether there are credentials.</param>
internal sealed class Visitor(Site site, Fetcher fetcher, CrawlOptions options, bool signsIn)
{
    private static readonly string[] UsualPaths = ["/.well-known/security.txt", "/.well-known/acme-challenge/countersign"];

    private readonly VisitReader _reader = new(site, options);
    private int _hasGuessed;

    /// <summary>Asks; gives how many octets were read. What is to be asked for next goes to <paramref name="found"/>.</summary>
    public async Task<int> VisitAsync(Place place, List<Place> found, CancellationToken cancel)
    {
        var question = new Question(place.Url, place.Kind)
        {
            From = place.Uses is [{ From: [var first, ..] }, ..] && place.Kind.Destination() is not null ? site.At(first).Url : null,
            MaxContent = place.IsOwn && place.Kind.IsRead() ? options.MaxContent : 0,
            HeadOnly = !place.IsOwn,
            Follows = next => !VisitReader.LeadsToLogin(place.Url, next) && (site.IsOwn(next) ? options.IgnoresRobots || site.Robots.Allows(next) : !place.IsPage),
        };
        var answer = await fetcher.AskAsync(question, cancel);

        // Some servers refuse HEAD, and nothing but HEAD.
        if (question.HeadOnly && answer.Status >= 400)
            answer = await fetcher.AskAsync(question with { HeadOnly = false }, cancel);
        if (answer is { Status: 429 or 503, RetryAfter: not null })
            answer = await fetcher.AskAsync(question, cancel);
        var visit = _reader.VisitOf(place, answer);
        if (visit.Outcome == VisitOutcome.Open)
            visit = await FollowAsync(place, answer, visit, isPublic: true, found, cancel);
        else if (visit.IsRefused && signsIn && Site.OriginOf(place.Url).Equals(Site.OriginOf(site.Start), StringComparison.OrdinalIgnoreCase))
        {
            answer = await fetcher.AskAsync(question with { SignsIn = true, HeadOnly = false, Follows = next => question.Follows(next) && Site.OriginOf(next) == Site.OriginOf(site.Start) }, cancel);
            visit = visit with { SignedInStatus = answer.Status };
            if (visit.IsOpenSignedIn)
                visit = await FollowAsync(place, answer, visit, isPublic: false, found, cancel);
        }
        else if (visit is { Outcome: VisitOutcome.ToLogin } && answer.Location is { } login)
            site.Add(place, answer.Url, isPublic: true, [new(login, LinkKind.Page)], found);

        place.Visit = visit;
        return answer.Content.Length;
    }

    private async Task<Visit> FollowAsync(Place place, Answer answer, Visit visit, bool isPublic, List<Place> found, CancellationToken cancel)
    {
        var links = new LinkList(answer.Url);
        try
        {
            visit = await _reader.ReadAsync(place, answer, visit, links, cancel);
        }
        catch (InvalidDataException)
        {
            return visit with { Trouble = "a content whose coding is broken" };
        }
        catch (Exception broken) when (broken is DomException or ArgumentException or InvalidOperationException or FormatException or RegexMatchTimeoutException)
        {
            return visit with { Trouble = "a content that can't be read" };
        }

        site.Add(place, answer.Url, isPublic, links.Links, found);
        if (isPublic && visit.IsHtml && options.Guesses && Interlocked.Exchange(ref _hasGuessed, 1) == 0)
            Guess(place, found);
        return visit;
    }

    // What is asked for without anybody saying so, once there is an open page; and what can't be there, to see whether the site refuses whatever it does not know.
    private void Guess(Place place, List<Place> found)
    {
        if (site.Nowhere is not null)
            return;
        var links = new LinkList(new(place.Url, "/"));
        foreach (var path in UsualPaths)
            links.Add(path, LinkKind.Guess);
        if (site.Robots.Sitemaps.IsEmpty)
            links.Add("/sitemap.xml", LinkKind.Sitemap);
        var nowhere = new Uri(place.Url, $"{Site.NowherePath}{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        links.Add(nowhere.AbsoluteUri, LinkKind.Guess);
        site.Add(place, place.Url, isPublic: true, links.Links, found);
        site.Nowhere = site.Find(nowhere);
    }
}
