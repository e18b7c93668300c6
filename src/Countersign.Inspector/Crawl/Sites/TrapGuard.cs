using System.Buffers;
using System.Text;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>
/// Tells pages that never end: addresses that repeat themselves, and pages that differ by numbers or query alone and are found only on each other, as the
/// days of a calendar. What a list or a sitemap names is none of these, however many there are.
/// </summary>
/// <param name="most">How many alike are found on each other.</param>
internal sealed class TrapGuard(int most)
{
    private const int MaxRepeated = 3;
    private const int MaxShapes = 10_000;

    private static readonly SearchValues<char> OfIds = SearchValues.Create("0123456789abcdefABCDEF-");

    private readonly Dictionary<string, int> _alike = new(StringComparer.Ordinal);

    /// <summary>The shapes of which some were left out, with how many.</summary>
    public Dictionary<string, int> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a page that was found on another leads on.</summary>
    public bool MayFollow(Uri from, Uri to)
    {
        var shape = ShapeOf(to.AbsolutePath);
        if (Repeats(to))
            return LeaveOut(shape);
        if (ShapeOf(from.AbsolutePath) != shape)
            return true;
        var count = _alike.GetValueOrDefault(shape);
        if (count >= most || (count == 0 && _alike.Count >= MaxShapes))
            return LeaveOut(shape);
        _alike[shape] = count + 1;
        return true;
    }

    /// <summary>A path with <c>#</c> for each number, and for what looks like one in hex digits.</summary>
    public static string ShapeOf(string path)
    {
        var shape = new StringBuilder(path.Length);
        foreach (var range in path.AsSpan().Split('/'))
        {
            var segment = path.AsSpan(range);
            if (segment.Length >= 16 && segment.IndexOfAnyExcept(OfIds) < 0)
                shape.Append('#');
            else
                AppendShape(shape, segment);
            shape.Append('/');
        }

        return shape.ToString(0, shape.Length - 1);
    }

    private static void AppendShape(StringBuilder shape, ReadOnlySpan<char> segment)
    {
        var isNumber = false;
        foreach (var c in segment)
        {
            if (!char.IsAsciiDigit(c))
                shape.Append(c);
            else if (!isNumber)
                shape.Append('#');
            isNumber = char.IsAsciiDigit(c);
        }
    }

    // The same name over and over is what a relative link that lacks its first stroke makes.
    private static bool Repeats(Uri url) =>
        url.Segments.Length > MaxRepeated && url.Segments.Where(segment => segment.Length > 1).GroupBy(segment => segment.TrimEnd('/'), StringComparer.Ordinal).Any(group => group.Count() > MaxRepeated && !int.TryParse(group.Key, out _));

    private bool LeaveOut(string shape)
    {
        if (LeftOut.Count < 100 || LeftOut.ContainsKey(shape))
            LeftOut[shape] = LeftOut.GetValueOrDefault(shape) + 1;
        return false;
    }
}
