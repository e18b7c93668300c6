using Countersign.Inspector.Crawl.Sites;

namespace Countersign.Inspector.Crawl.Causes;

/// <summary>
/// Finds the causes of refusals: the highest directory in which everything that was asked for is refused in one way, a kind of file of which that is true, or
/// single addresses. What is open beside them is the evidence that the cause does not lie higher.
/// </summary>
internal sealed class CauseReading
{
    private readonly Dictionary<string, (int All, Dictionary<string, int> Alike)> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int All, Dictionary<string, int> Alike)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<Place, string> _how = [];
    private readonly Site _site;

    private CauseReading(Site site) => _site = site;

    /// <summary>The causes, those of the most places first.</summary>
    public static List<RefusalCause> Of(Site site) => new CauseReading(site).Read();

    private List<RefusalCause> Read()
    {
        foreach (var place in _site.Places)
        {
            if (place.Visit is not { Outcome: not (VisitOutcome.LeftOut or VisitOutcome.NoAnswer) } visit)
                continue;
            var how = visit.IsRefused ? RefusalWords.Of(visit) : null;
            if (how is not null)
            {
                _how.Add(place, how);
                var shape = ShapeOf(place, how);
                _shapes[shape] = _shapes.GetValueOrDefault(shape) + 1;
            }

            foreach (var directory in Directories(place.Url))
                Count(_directories, directory, how);
            if (FilesOf(place.Url) is { } files)
                Count(_files, files, how);
        }

        // Several connections ask at a time: what is said must not go by who came first.
        return [.. _how.OrderBy(pair => pair.Key.Url.AbsoluteUri, StringComparer.Ordinal).GroupBy(pair => (Where: WhereOf(pair.Key, pair.Value), How: pair.Value), pair => pair.Key)
            .Select(group => new RefusalCause(Narrowed(_site, group.Key.Where, [.. group]), group.Key.How, [.. group], IsLoose(group.Key.Where)))
            .OrderByDescending(cause => cause.Places.Count)
            .ThenBy(cause => cause.Where, StringComparer.Ordinal)];
    }

    /// <summary>Some places of a cause that turned out to be several.</summary>
    public static RefusalCause Part(Site site, RefusalCause cause, List<Place> places) => new(Narrowed(site, $"{Directories(places[0].Url)[^1]}…", places), cause.How, places, isLoose: true);

    private static bool IsLoose(string where) => where.EndsWith("/…", StringComparison.Ordinal);

    private string WhereOf(Place place, string how)
    {
        // From the top down: the first that is refused whole.
        foreach (var directory in Directories(place.Url))
        {
            var (all, alike) = _directories[directory];
            if (all > 1 && alike.GetValueOrDefault(how) == all)
                return directory;
        }

        if (FilesOf(place.Url) is { } files && _files[files] is { All: > 1 } of && of.Alike.GetValueOrDefault(how) == of.All)
            return files;

        // Beside what is open: those whose addresses differ by numbers alone, or stand in one directory.
        var shape = ShapeOf(place, how);
        return _shapes[shape] > 1 ? $"{shape}…" : Directories(place.Url)[^1] + "…";
    }

    // The directory that all of them share, which may lie deeper than what was seen allows; an address by itself is named.
    private static string Narrowed(Site site, string where, List<Place> places)
    {
        if (places.Count == 1)
            return site.Shown(new Uri(places[0].Url.GetLeftPart(UriPartial.Path)));
        if (where.Contains('*', StringComparison.Ordinal))
            return where;
        if (where.EndsWith('…'))
            return IsLoose(where) ? $"addresses in {where[..^1]}" : $"addresses like {site.Shown(new Uri(places[0].Url.GetLeftPart(UriPartial.Path)))}";
        var shared = Directories(places[0].Url);
        foreach (var place in places)
            shared.RemoveAll(directory => !place.Url.AbsoluteUri.StartsWith(directory, StringComparison.Ordinal));
        return shared.Count == 0 ? where : shared[^1];
    }

    private static string ShapeOf(Place place, string how) => $"{Site.OriginOf(place.Url)}{TrapGuard.ShapeOf(place.Url.AbsolutePath)} {how}";

    private static void Count(Dictionary<string, (int All, Dictionary<string, int> Alike)> counts, string key, string? how)
    {
        var (all, alike) = counts.TryGetValue(key, out var count) ? count : (0, new(StringComparer.Ordinal));
        if (how is not null)
            alike[how] = alike.GetValueOrDefault(how) + 1;
        counts[key] = (all + 1, alike);
    }

    // The directories that hold an address, the origin's own first.
    private static List<string> Directories(Uri url)
    {
        var directories = new List<string>();
        var path = url.GetLeftPart(UriPartial.Path);
        for (var at = path.IndexOf('/', path.IndexOf("//", StringComparison.Ordinal) + 2); at >= 0; at = path.IndexOf('/', at + 1))
            directories.Add(path[..(at + 1)]);
        return directories;
    }

    private static string? FilesOf(Uri url)
    {
        var ending = Path.GetExtension(url.AbsolutePath);
        return ending.Length is > 1 and < 8 ? $"{Site.OriginOf(url)}/**/*{ending.ToLowerInvariant()}" : null;
    }
}
