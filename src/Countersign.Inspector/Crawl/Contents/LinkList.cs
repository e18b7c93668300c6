namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Collects what a content names, each place once for each kind.</summary>
/// <param name="at">Where relative addresses begin.</param>
internal sealed class LinkList(Uri at)
{
    private const int MaxLinks = 50_000;
    private const int MaxLength = 2048;

    private readonly HashSet<FoundLink> _seen = [];

    /// <summary>Where relative addresses begin: the address of the content, or what its <c>base</c> says.</summary>
    public Uri Base { get; set; } = at;

    /// <summary>What was found, the first first.</summary>
    public List<FoundLink> Links { get; } = [];

    /// <summary>Adds an address as it stands in the content; one that leads nowhere over HTTP is left out.</summary>
    public void Add(string? address, LinkKind kind)
    {
        if (Resolve(address) is { } url && Links.Count < MaxLinks && _seen.Add(new(url, kind)))
            Links.Add(new(url, kind));
    }

    /// <summary>The address without fragment and without credentials, which nobody is sent; null where it leads nowhere over HTTP.</summary>
    public Uri? Resolve(string? address)
    {
        var text = address.AsSpan().Trim();
        if (text.IsEmpty || text[0] == '#' || text.Length > MaxLength)
            return null;
        if (!Uri.TryCreate(Base, text.ToString(), out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return null;
        if (url.UserInfo.Length == 0 && url.Fragment.Length == 0)
            return url;
        return Uri.TryCreate(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped), UriKind.Absolute, out var bare) ? bare : null;
    }
}
