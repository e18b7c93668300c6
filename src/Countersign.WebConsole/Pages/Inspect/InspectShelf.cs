using System.Security.Cryptography;

namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>Keeps the last results for a while, so that they can be looked at again and kept as files. They are without secrets, and in memory alone.</summary>
/// <param name="clock">The time.</param>
internal sealed class InspectShelf(TimeProvider clock)
{
    private const int Most = 30;

    /// <summary>How long a result is kept.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Name, DateTimeOffset Until, InspectResult Result)> _kept = new();

    /// <summary>Keeps a result.</summary>
    /// <returns>A name that nobody guesses.</returns>
    public string Keep(InspectResult result)
    {
        var name = RandomNumberGenerator.GetHexString(24, lowercase: true);
        lock (_lock)
        {
            Clear();
            _kept.AddFirst((name, clock.GetUtcNow() + Life, result));
            if (_kept.Count > Most)
                _kept.RemoveLast();
        }

        return name;
    }

    /// <summary>A result that was kept; null where it is not kept any more.</summary>
    public InspectResult? Find(string name)
    {
        lock (_lock)
        {
            Clear();
            return _kept.FirstOrDefault(each => each.Name == name).Result;
        }
    }

    private void Clear()
    {
        var now = clock.GetUtcNow();
        while (_kept.Last is { Value.Until: var until } && until <= now)
            _kept.RemoveLast();
    }
}
