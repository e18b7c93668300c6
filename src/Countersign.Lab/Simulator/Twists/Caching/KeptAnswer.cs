using System.Globalization;

namespace Countersign.Lab.Simulator.Twists.Caching;

/// <summary>An answer as a cache keeps it.</summary>
internal sealed class KeptAnswer
{
    /// <summary>What lets caches keep it.</summary>
    public const string Directives = "public, max-age=60";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private Copy? _copy;

    /// <summary>What it tells of itself.</summary>
    public Diagnosis? Diagnosis => _copy?.Diagnosis;

    /// <summary>Whether a request is answered by it.</summary>
    public bool IsFor(SimulatedRequest request) =>
        _copy is { } copy && request.Now - copy.Since < Life && request.Field("Cache-Control")?.Contains("no-cache", StringComparison.OrdinalIgnoreCase) != true;

    /// <summary>Keeps an answer.</summary>
    public void Take(SimulatedAnswer answer, DateTimeOffset now) => _copy = new(now, answer.Diagnosis);

    /// <summary>Says of an answer that it was kept, and for how long.</summary>
    public void WriteAge(SimulatedAnswer answer, DateTimeOffset now)
    {
        var age = now - (_copy?.Since ?? now);
        answer.Set("Age", ((int)age.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        answer.Set("Cache-Status", string.Create(CultureInfo.InvariantCulture, $"simulated; hit; ttl={(int)(Life - age).TotalSeconds}"));
    }

    private sealed record Copy(DateTimeOffset Since, Diagnosis? Diagnosis);
}
