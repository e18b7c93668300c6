namespace Countersign.AspNetCore.Words;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest of the names, or null when none is near enough to be meant.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        if (written.Length > 64)
            return null;

        // `allowCleartext` and `allow_cleartext` are no typing errors but habits: they are near at any length.
        var folded = Fold(written);
        var best = names.Select(name => (Name: name, Distance: Distance(folded, Fold(name)))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Min(written.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    /// <summary>The end of a sentence about a name that there is not: which one was probably meant, or which there are.</summary>
    public static string Meant(string written, IEnumerable<string> names)
    {
        var all = names.ToArray();
        if (Of(written, all) is { } near)
            return $"; did you mean '{near}'?";
        return all.Length == 0 ? "; there is none" : $"; there are: {string.Join(", ", all)}";
    }

    private static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Damerau's distance, in which two neighbours changing places count once.
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(change, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[a.Length, b.Length];
    }
}
