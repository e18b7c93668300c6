using System.Security.Cryptography;

namespace Countersign.Lab.Exercises.Tokens;

/// <summary>The refresh tokens of one learner, each of which serves once.</summary>
internal sealed class RefreshFamily
{
    private readonly Lock _using = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private string? _current;

    /// <summary>The first of a new family; those of before count no more.</summary>
    public string Begin()
    {
        lock (_using)
        {
            _used.Clear();
            return _current = Next();
        }
    }

    /// <summary>The one that follows; null where this one does not count.</summary>
    /// <param name="token">The token.</param>
    /// <param name="wasReused">Whether it counted once: then none of the family does any more.</param>
    public string? Use(string? token, out bool wasReused)
    {
        lock (_using)
        {
            wasReused = token is not null && _used.Contains(token);
            if (wasReused)
                _current = null;
            if (token is null || token != _current)
                return null;
            _used.Add(token);
            return _current = Next();
        }
    }

    private static string Next() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
