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
                _how.Add(place, how);
            foreach (var directory in Directories(place.Url))
                Count(_directories, directory, how);
            if (FilesOf(place.Url) is { } files)
                Count(_files, files, how);
        }

        return [.. _how.GroupBy(pair => (Where: WhereOf(pair.Key, pair.Value), How: pair.Value), pair => pair.Key)
            .Select(group => new RefusalCause(Narrowed(group.Key.Where, [.. group]), group.Key.How, [.. group]))
            .OrderByDescending(cause => cause.Places.Count)
            .ThenBy(cause => cause.Where, StringComparer.Ordinal)];
    }

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
        return Directories(place.Url)[^1] + "…";
    }

    // The directory that all of them share, which may lie deeper than what was seen allows; an address by itself is named.
    private string Narrowed(string where, List<Place> places)
    {
        if (places.Count == 1)
            return _site.Shown(new Uri(places[0].Url.GetLeftPart(UriPartial.Path)));
        if (where.Contains('*', StringComparison.Ordinal))
            return where;
        if (where.EndsWith('…'))
            return $"{places.Count} addresses in {where[..^1]}";
        var shared = Directories(places[0].Url);
        foreach (var place in places)
            shared.RemoveAll(directory => !place.Url.AbsoluteUri.StartsWith(directory, StringComparison.Ordinal));
        return shared.Count == 0 ? where : shared[^1];
    }

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
