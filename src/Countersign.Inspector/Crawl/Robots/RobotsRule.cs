using System.Runtime.InteropServices;

namespace Countersign.Inspector.Crawl.Robots;

/// <summary>One line of a group (RFC 9309 §2.2.2).</summary>
/// <param name="Allows">Whether it allows what it matches.</param>
/// <param name="Pattern">The beginning of paths, with <c>*</c> for anything and <c>$</c> for the end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RobotsRule(bool Allows, string Pattern)
{
    /// <summary>Whether a path with its query is matched. Each star is tried once only, from the left, so that no pattern takes long.</summary>
    public bool Matches(string path)
    {
        var isWhole = Pattern.EndsWith('$');
        var pattern = Pattern.AsSpan();
        if (isWhole)
            pattern = pattern[..^1];
        var rest = path.AsSpan();
        var isFirst = true;
        while (true)
        {
            var star = pattern.IndexOf('*');
            var part = star < 0 ? pattern : pattern[..star];
            if (isFirst)
            {
                if (!rest.StartsWith(part, StringComparison.Ordinal))
                    return false;
                rest = rest[part.Length..];
                if (star < 0)
                    return !isWhole || rest.IsEmpty;
            }
            else if (star < 0)
                return isWhole ? rest.EndsWith(part, StringComparison.Ordinal) : rest.IndexOf(part, StringComparison.Ordinal) >= 0;
            else
            {
                var found = rest.IndexOf(part, StringComparison.Ordinal);
                if (found < 0)
                    return false;
                rest = rest[(found + part.Length)..];
            }

            isFirst = false;
            pattern = pattern[(star + 1)..];
        }
    }
}
