using Countersign.Decisions;

namespace Countersign.Schemes.Digest;

/// <summary>Whether the uri parameter denotes the request's target (RFC 7616 §3.4.6), and what to tell the operator when not.</summary>
internal static class DigestTarget
{
    private const int ShownCharacters = 120;

    public static bool Matches(string uri, RequestFacts request)
    {
        if (uri.Equals(request.Target, StringComparison.Ordinal))
            return true;
        return TrySplit(uri, out var host, out var target)
            && host.Equals(request.Host, StringComparison.OrdinalIgnoreCase)
            && target.Equals(request.Target, StringComparison.Ordinal);
    }

    /// <summary>How they differ, without the values of any query.</summary>
    public static string Difference(string uri, RequestFacts request)
    {
        var target = request.Target.AsSpan();
        var claimed = uri.AsSpan();
        if (TrySplit(uri, out var host, out var path))
        {
            if (!host.Equals(request.Host, StringComparison.OrdinalIgnoreCase))
                return "The uri names another host.";
            claimed = path;
        }

        var (ownPath, ownQuery) = Cut(target);
        var (uriPath, uriQuery) = Cut(claimed);
        if (!ownPath.Equals(uriPath, StringComparison.Ordinal))
        {
            return Uri.UnescapeDataString(ownPath.ToString()) == Uri.UnescapeDataString(uriPath.ToString())
                ? $"The uri and the target {Show(ownPath)} are escaped differently."
                : $"The uri is {Show(uriPath)}, the target is {Show(ownPath)}.";
        }

        if (uriQuery.IsEmpty && !ownQuery.IsEmpty)
            return "The uri leaves out the query of the target.";
        return ownQuery.IsEmpty ? "The uri has a query, the target has none." : "The query in the uri is not that of the target.";
    }

    private static bool TrySplit(ReadOnlySpan<char> uri, out ReadOnlySpan<char> host, out ReadOnlySpan<char> target)
    {
        host = target = default;
        var start = uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (start == 0)
            return false;

        var rest = uri[start..];
        var end = rest.IndexOfAny('/', '?', '#');
        host = end < 0 ? rest : rest[..end];
        target = end < 0 ? "/" : rest[end..];
        var port = host.LastIndexOf(':');
        if (port > host.LastIndexOf(']'))
        {
            if (host[(port + 1)..].ContainsAnyExceptInRange('0', '9'))
                return false;
            host = host[..port];
        }

        return !host.IsEmpty;
    }

    private static CutTarget Cut(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? new(target, default) : new(target[..query], target[query..]);
    }

    private static string Show(ReadOnlySpan<char> path)
    {
        var shown = path[..Math.Min(path.Length, ShownCharacters)].ToString();
        return string.Create(shown.Length, shown, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = from[i] is > ' ' and <= '~' ? from[i] : '?';
        });
    }

    private readonly ref struct CutTarget(ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        private readonly ReadOnlySpan<char> _path = path;
        private readonly ReadOnlySpan<char> _query = query;

        public void Deconstruct(out ReadOnlySpan<char> path, out ReadOnlySpan<char> query)
        {
            path = _path;
            query = _query;
        }
    }
}
