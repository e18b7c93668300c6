using Countersign.Inspector.Crawl.Contents;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>An address that was found.</summary>
/// <param name="number">Its number.</param>
/// <param name="url">The address; it may have a secret in it, and is shown by <see cref="Site.Shown(Place)"/> alone.</param>
/// <param name="isOwn">Whether it belongs to the site.</param>
internal sealed class Place(int number, Uri url, bool isOwn)
{
    public int Number { get; } = number;

    public Uri Url { get; } = url;

    public bool IsOwn { get; } = isOwn;

    /// <summary>How many links lie between the start and it.</summary>
    public int Depth { get; init; }

    /// <summary>The kind that it was found as.</summary>
    public LinkKind Kind { get; init; }

    /// <summary>Who wants it.</summary>
    public List<Use> Uses { get; init; } = [];

    /// <summary>What came of it; null as long as nobody has asked.</summary>
    public Visit? Visit { get; set; }

    /// <summary>Whether anybody that is open to everybody wants it for this.</summary>
    public bool IsUsedAs(LinkKind kind) => PublicUse(kind) is not null;

    /// <summary>The use of this kind by those that are open to everybody; null for none.</summary>
    public Use? PublicUse(LinkKind kind) => Uses.Find(use => use.IsPublic && use.Kind == kind);

    /// <summary>Whether what stands in it may lead on.</summary>
    public bool IsPage => Kind.IsPage();
}
