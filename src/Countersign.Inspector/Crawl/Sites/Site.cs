using System.Collections.Immutable;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Robots;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>All that is known of a site: the places that were found, who wants them, and what came of asking for them.</summary>
/// <param name="options">How far the crawl goes.</param>
internal sealed class Site(CrawlOptions options)
{
    /// <summary>How a path begins that cannot be there.</summary>
    public const string NowherePath = "/countersign-";

    private readonly Dictionary<string, Place> _byUrl = new(StringComparer.Ordinal);
    private readonly List<Place> _places = [];
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase) { OriginOf(options.Start) };
    private readonly MessageIntake _intake = new();
    private readonly Lock _lock = new();

    /// <summary>Where it began.</summary>
    public Uri Start => options.Start;

    /// <summary>What robots.txt says to the crawler.</summary>
    public RobotsFile Robots { get; set; } = RobotsFile.Open;

    /// <summary>The places in the order in which they were found.</summary>
    public IReadOnlyList<Place> Places => _places;

    /// <summary>What looks endless.</summary>
    public TrapGuard Traps { get; } = new(options.MaxAlike);

    /// <summary>The origins that belong to the site.</summary>
    public IReadOnlyCollection<string> Origins => _origins;

    /// <summary>How many pages lie deeper than the crawl goes.</summary>
    public int TooDeep { get; set; }

    /// <summary>How many places were too many to remember.</summary>
    public int TooMany { get; set; }

    /// <summary>A path that cannot be there, to see how the site answers for what is not; null where none was asked for.</summary>
    public Place? Nowhere { get; set; }

    /// <summary>Why the crawl came to its end.</summary>
    public CrawlEnd End { get; set; }

    /// <summary>Where the start leads to, which is another site; null for nowhere.</summary>
    public string? LeadsElsewhere { get; set; }

    /// <summary>The place at the start, or where it has moved to.</summary>
    public Place First => At(0);

    /// <summary>The place of robots.txt; null before it was added.</summary>
    public Place? RobotsPlace => _places.Find(place => place.Url.AbsolutePath == "/robots.txt" && place.IsOwn);

    /// <summary>Scheme, host and port.</summary>
    public static string OriginOf(Uri url) => url.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether an address belongs to the site.</summary>
    public bool IsOwn(Uri url) => _origins.Contains(OriginOf(url));

    /// <summary>Has an origin belong to the site: that of the start, over https or with another www.</summary>
    public bool TakeIn(Uri url)
    {
        if (!IsSameSite(url))
            return false;
        lock (_lock)
            _origins.Add(OriginOf(url));
        return true;
    }

    /// <summary>The place at an address; null where none was found.</summary>
    public Place? Find(Uri url)
    {
        lock (_lock)
            return _byUrl.GetValueOrDefault(url.AbsoluteUri);
    }

    /// <summary>The place of a number.</summary>
    public Place At(int number)
    {
        lock (_lock)
            return _places[number];
    }

    /// <summary>The address as it may be shown.</summary>
    public string Shown(Place place) => Shown(place.Url);

    /// <inheritdoc cref="Shown(Place)"/>
    public string Shown(Uri url)
    {
        lock (_intake)
            return _intake.Address(url.AbsoluteUri);
    }

    /// <summary>Field lines of a refusal as they may be shown.</summary>
    public ImmutableArray<string> Shown(ImmutableArray<Exchanges.MessageField> fields, string name)
    {
        if (!fields.Any(field => field.Is(name)))
            return [];
        lock (_intake)
            return _intake.Response(401, "", null, [.. fields.Where(field => field.Is(name)).Take(8)]).Fields.All(name);
    }

    /// <summary>Adds a place that stands by itself.</summary>
    public Place Add(Uri url, LinkKind kind)
    {
        lock (_lock)
            return _byUrl.TryGetValue(url.AbsoluteUri, out var place) ? place : New(url, kind, depth: 0);
    }

    /// <summary>Adds what a content names; what is to be asked for goes to <paramref name="found"/>.</summary>
    public void Add(Place from, Uri at, bool isPublic, IEnumerable<FoundLink> links, List<Place> found)
    {
        lock (_lock)
        {
            foreach (var link in links)
            {
                if (Add(from, at, isPublic, link) is { } place)
                    found.Add(place);
            }
        }
    }

    /// <summary>Puts a place back that an earlier crawl has found.</summary>
    public void Restore(Place place)
    {
        lock (_lock)
        {
            _byUrl.TryAdd(place.Url.AbsoluteUri, place);
            _places.Add(place);
            if (place.Kind == LinkKind.Guess && place.Url.AbsolutePath.StartsWith(NowherePath, StringComparison.Ordinal))
                Nowhere = place;
        }
    }

    /// <summary>Looks at all places while nothing changes.</summary>
    public T WhileStill<T>(Func<IReadOnlyList<Place>, T> look)
    {
        lock (_lock)
            return look(_places);
    }

    private Place? Add(Place from, Uri at, bool isPublic, FoundLink link)
    {
        var isOwn = IsOwn(link.Url);
        if (!isOwn && !(options.ChecksOthers && link.Kind.IsCheckedElsewhere()))
            return null;
        if (_byUrl.TryGetValue(link.Url.AbsoluteUri, out var known))
        {
            Use(known, from, isPublic, link.Kind);
            return null;
        }

        var isPage = link.Kind.IsPage();
        var depth = from.Depth + (isPage && link.Kind != LinkKind.Listed ? 1 : 0);
        if (_places.Count >= options.MaxPlaces)
        {
            TooMany++;
            return null;
        }

        if (isPage && depth > options.MaxDepth)
        {
            TooDeep++;
            return null;
        }

        if (link.Kind is LinkKind.Page or LinkKind.Form or LinkKind.Frame && !Traps.MayFollow(at, link.Url))
            return null;
        var place = New(link.Url, link.Kind, depth);
        Use(place, from, isPublic, link.Kind);
        if (!isOwn || options.IgnoresRobots || Robots.Allows(link.Url))
            return place;
        place.Visit = new() { Outcome = VisitOutcome.LeftOut, Trouble = "robots.txt forbids it" };
        return null;
    }

    private Place New(Uri url, LinkKind kind, int depth)
    {
        var place = new Place(_places.Count, url, IsOwn(url)) { Kind = kind, Depth = depth };
        _places.Add(place);
        _byUrl.Add(url.AbsoluteUri, place);
        return place;
    }

    private static void Use(Place place, Place from, bool isPublic, LinkKind kind)
    {
        var use = place.Uses.Find(each => each.Kind == kind && each.IsPublic == isPublic);
        if (use is null)
            place.Uses.Add(use = new(kind, isPublic));
        use.Add(from.Number);
    }

    private bool IsSameSite(Uri url) => Bare(url.IdnHost).Equals(Bare(options.Start.IdnHost), StringComparison.OrdinalIgnoreCase) && (url.Port == options.Start.Port || (url.IsDefaultPort && options.Start.IsDefaultPort));

    private static ReadOnlySpan<char> Bare(string host) => host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host.AsSpan(4) : host;
}
