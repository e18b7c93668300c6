using Countersign.Inspector.Crawl.Contents;

namespace Countersign.Inspector.Crawl.Network;

/// <summary>A place to ask for, and how.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Kind">What it is wanted for.</param>
internal sealed record Question(Uri Url, LinkKind Kind)
{
    /// <summary>The page that wants it, for Referer; null for none.</summary>
    public Uri? From { get; init; }

    /// <summary>How many octets of the content are read.</summary>
    public int MaxContent { get; init; }

    /// <summary>Whether credentials may be sent.</summary>
    public bool SignsIn { get; init; }

    /// <summary>Whether it is asked as a browser does, name included.</summary>
    public bool AsBrowser { get; init; }

    /// <summary>Whether HEAD does.</summary>
    public bool HeadOnly { get; init; }

    /// <summary>Whether a redirect may be followed to an address; null for none.</summary>
    public Func<Uri, bool>? Follows { get; init; }
}
