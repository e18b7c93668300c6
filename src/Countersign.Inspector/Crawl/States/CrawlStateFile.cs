using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Crawl.Sites;

namespace Countersign.Inspector.Crawl.States;

/// <summary>
/// The file of a crawl that has not come to its end. It has addresses as they were found, secrets in them included, and is for its owner alone. It is replaced as
/// a whole, so that there always is one that can be read.
/// </summary>
internal static class CrawlStateFile
{
    /// <summary>Takes up a kept crawl; false where none is kept.</summary>
    /// <exception cref="InvalidDataException">It is none of this site, or can't be read.</exception>
    public static bool TryRestore(string file, Site site, CrawlOptions options)
    {
        if (!File.Exists(file))
            return false;
        SavedCrawl? saved;
        try
        {
            using var stream = File.OpenRead(file);
            saved = JsonSerializer.Deserialize(stream, CrawlStateJson.Default.SavedCrawl);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{file} keeps no crawl", broken);
        }

        if (saved is not { Form: SavedCrawl.CurrentForm, Places.IsDefaultOrEmpty: false, Origins.IsDefault: false })
            throw new InvalidDataException($"{file} keeps no crawl that this version can go on with");
        if (saved.Start != options.Start.AbsoluteUri)
            throw new InvalidDataException($"{file} keeps a crawl of {saved.Start}");
        foreach (var origin in saved.Origins)
        {
            if (Uri.TryCreate(origin, UriKind.Absolute, out var url))
                site.TakeIn(url);
        }

        for (var number = 0; number < saved.Places.Length; number++)
            site.Restore(PlaceOf(saved.Places[number], number, saved.Places.Length, site) ?? throw new InvalidDataException($"{file} keeps no crawl"));
        return true;
    }

    /// <summary>Keeps a crawl.</summary>
    public static void Write(string file, Site site, CrawlOptions options)
    {
        var saved = site.WhileStill(places => new SavedCrawl { Start = options.Start.AbsoluteUri, Origins = [.. site.Origins], Places = [.. places.Select(Saved)] });
        var fresh = $"{file}.new";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, how))
        {
            JsonSerializer.Serialize(stream, saved, CrawlStateJson.Default.SavedCrawl);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>Keeps a crawl that can be gone on with; one that is complete is kept no longer.</summary>
    public static void Finish(string file, Site site, CrawlOptions options)
    {
        if (site.End == CrawlEnd.Complete)
            File.Delete(file);
        else if (site.End is not (CrawlEnd.Unreachable or CrawlEnd.Forbidden))
            Write(file, site, options);
    }

    private static SavedPlace Saved(Place place) => new()
    {
        Url = place.Url.AbsoluteUri,
        Depth = place.Depth,
        Kind = place.Kind,
        Uses = [.. place.Uses.Select(use => new SavedUse(use.Kind, use.IsPublic, use.Count, [.. use.From]))],
        Visit = place.Visit,
    };

    // What somebody else has written must not lead anywhere else, nor past the end.
    private static Place? PlaceOf(SavedPlace saved, int number, int count, Site site)
    {
        if (!Uri.TryCreate(saved.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || saved.Uses.IsDefault)
            return null;
        if (saved.Uses.Any(use => use.From.IsDefault || use.From.Any(from => from < 0 || from >= count)))
            return null;
        return new(number, url, site.IsOwn(url))
        {
            Depth = saved.Depth,
            Kind = saved.Kind,
            Uses = [.. saved.Uses.Select(use => new Use(use.Kind, use.IsPublic) { Count = use.Count, From = [.. use.From] })],
            Visit = saved.Visit is { } visit ? visit with { Challenges = visit.Challenges.IsDefault ? [] : visit.Challenges } : null,
        };
    }
}
