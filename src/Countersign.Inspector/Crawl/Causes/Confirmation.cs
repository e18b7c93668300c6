using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Network;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Crawl.Causes;

/// <summary>
/// Asks once more for one place of each cause: as before, to see whether it holds, and as a browser, to see whether it is the crawler that is refused. The
/// answers are recorded for the checks of exchanges.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="fetcher">Who asks.</param>
internal sealed class Confirmation(Site site, Fetcher fetcher)
{
    private const int MaxLooks = 50;
    private const int MaxLoose = 10;
    private const int MaxCached = 5;
    private const int MaxMap = 64 * 1024;

    private readonly MessageIntake _intake = new();
    private readonly ImmutableArray<Exchange>.Builder _exchanges = ImmutableArray.CreateBuilder<Exchange>();

    /// <summary>The causes; empty before it ran.</summary>
    public List<RefusalCause> Causes { get; private set; } = [];

    /// <summary>Scripts and stylesheets that are refused, though what they were made of is open.</summary>
    public List<(Place Place, Uri Map)> OpenMaps { get; } = [];

    /// <summary>Pages that are open in a cache, and refused by the server behind it.</summary>
    public List<Place> OpenInCache { get; } = [];

    /// <summary>The refusals as they were seen the second time.</summary>
    public Recording Recording => new() { Source = RecordingSource.Live, Exchanges = _exchanges.ToImmutable(), Omissions = Omissions.OtherLegs };

    /// <summary>Finds the causes without asking.</summary>
    public void Read()
    {
        if (Causes.Count == 0)
            Causes = CauseReading.Of(site);
    }

    /// <summary>Finds the causes, and asks.</summary>
    public async Task RunAsync(TimeProvider clock, CancellationToken cancel)
    {
        Read();
        var looks = 0;
        for (var i = 0; i < Causes.Count && looks < MaxLooks; i++)
        {
            var cause = Causes[i];
            if (cause is { IsLoose: true, Second: null, Places.Count: > 1 and <= MaxLoose })
                looks += await DivideAsync(cause, i, clock, cancel);
            else if (cause.Second is null)
            {
                cause.Second = await LookAsync(cause.Places[0], clock, cancel);
                looks++;
            }
        }

        foreach (var place in site.Places.Where(place => place is { IsOwn: true, Visit: { Outcome: VisitOutcome.Open, IsFromCache: true, IsHtml: true } }).Take(MaxCached).ToList())
        {
            // Behind a query that nobody has asked before, there is nothing in a cache.
            var fresh = new UriBuilder(place.Url) { Query = $"{place.Url.Query.TrimStart('?')}{(place.Url.Query.Length > 1 ? "&" : "")}countersign={RandomNumberGenerator.GetHexString(12, lowercase: true)}" }.Uri;
            var answer = await fetcher.AskAsync(new(fresh, place.Kind), cancel);
            if (answer.Status == 401 || (answer.Location is { } location && VisitReader.LeadsToLogin(place.Url, location)))
                OpenInCache.Add(place);
        }
    }

    // What only stands beside each other may have causes of its own each.
    private async Task<int> DivideAsync(RefusalCause cause, int at, TimeProvider clock, CancellationToken cancel)
    {
        var looks = new List<(Place Place, SecondLook Second)>();
        foreach (var place in cause.Places)
            looks.Add((place, await LookAsync(place, clock, cancel)));
        var parts = looks.GroupBy(look => look.Second, look => look.Place).ToList();
        Causes.RemoveAt(at);
        foreach (var part in parts)
        {
            var divided = CauseReading.Part(site, cause, [.. part]);
            divided.Second = part.Key;
            Causes.Insert(at, divided);
        }

        return looks.Count;
    }

    private async Task<SecondLook> LookAsync(Place place, TimeProvider clock, CancellationToken cancel)
    {
        var question = new Question(place.Url, place.Kind)
        {
            From = place.Uses is [{ From: [var first, ..] }, ..] && place.Kind.Destination() is not null ? site.At(first).Url : null,
            Follows = next => !VisitReader.LeadsToLogin(place.Url, next) && (site.IsOwn(next) || !place.IsPage),
        };
        var began = clock.GetUtcNow();
        var answer = await fetcher.AskAsync(question, cancel);
        if (answer.Status is >= 200 and < 300)
            return SecondLook.OpenNow;
        if (place.IsOwn)
            Record(answer, began);
        var browser = await fetcher.AskAsync(question with { AsBrowser = true }, cancel);
        if (browser.Status is >= 200 and < 300)
            return SecondLook.OpenToBrowsers;
        if (place is { IsOwn: true, Kind: LinkKind.Script or LinkKind.Stylesheet } && new Uri($"{place.Url.GetLeftPart(UriPartial.Path)}.map") is var map)
        {
            var sources = await fetcher.AskAsync(new(map, LinkKind.Guess) { MaxContent = MaxMap }, cancel);
            if (sources.Status == 200 && sources.Content.Span.TrimStart(" \r\n"u8) is [(byte)'{', ..] and var json && (json.IndexOf("\"mappings\""u8) >= 0 || json.IndexOf("\"sources\""u8) >= 0))
                OpenMaps.Add((place, map));
        }

        return SecondLook.Same;
    }

    private void Record(Answer answer, DateTimeOffset began)
    {
        if (answer.Fields.IsEmpty)
            return;
        _exchanges.Add(new()
        {
            Index = _exchanges.Count,
            Request = _intake.Request("GET", answer.Url.PathAndQuery, answer.Url.AbsoluteUri, "HTTP/1.1", [new("Host", answer.Url.Authority)]),
            Response = _intake.Response(answer.Status, "", null, [.. answer.Fields], default, isWhole: false),
            StartedAt = began,
            Role = ExchangeRole.Probe,
        });
    }
}
