using Countersign.Inspector.Crawl.Contents;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>Who wants a place, and what for.</summary>
/// <param name="Kind">What for.</param>
/// <param name="IsPublic">Whether those who want it are open to everybody.</param>
internal sealed record Use(LinkKind Kind, bool IsPublic)
{
    private const int MaxExamples = 5;

    /// <summary>How many want it.</summary>
    public int Count { get; set; }

    /// <summary>The first of them, by their numbers.</summary>
    public List<int> From { get; init; } = [];

    /// <summary>One more wants it.</summary>
    public void Add(int from)
    {
        Count++;
        if (From.Count < MaxExamples)
            From.Add(from);
    }
}
