namespace Countersign.AspNetCore.Passwords;

/// <summary>How the count of a pair changed: first forgotten or not, then higher, or lower by what was taken back.</summary>
internal readonly record struct GuessChange(bool Forgets, int Wrong);

/// <summary>
/// Changes of counts that other gateways have not been told. As many pairs as are counted exactly: in a flood of more names than that, the others learn
/// of some of them only. One thread at a time.
/// </summary>
internal sealed class UntoldGuesses(int capacity)
{
    private readonly Dictionary<Attempts, GuessChange> _changes = [];

    /// <summary>What is untold of a pair.</summary>
    public GuessChange Of(Attempts attempts) => _changes.GetValueOrDefault(attempts);

    /// <summary>So many more wrong attempts, or fewer.</summary>
    public void Add(Attempts attempts, int wrong)
    {
        if (_changes.TryGetValue(attempts, out var change))
            _changes[attempts] = change with { Wrong = change.Wrong + wrong };
        else if (_changes.Count < capacity)
            _changes[attempts] = new(Forgets: false, wrong);
    }

    /// <summary>What was wrong so far counts no more.</summary>
    public void Forget(Attempts attempts)
    {
        if (_changes.Count < capacity || _changes.ContainsKey(attempts))
            _changes[attempts] = new(Forgets: true, 0);
    }

    /// <summary>Takes some to be told.</summary>
    public List<(Attempts Attempts, GuessChange Change)> Take(int most)
    {
        List<(Attempts Attempts, GuessChange Change)> taken = [.. _changes.Take(most).Select(each => (each.Key, each.Value))];
        foreach (var (attempts, _) in taken)
            _changes.Remove(attempts);
        return taken;
    }

    /// <summary>They could not be told, and happened before what is here by now.</summary>
    public void Return(IEnumerable<(Attempts Attempts, GuessChange Change)> taken)
    {
        foreach (var (attempts, before) in taken)
        {
            if (!_changes.TryGetValue(attempts, out var after))
            {
                if (_changes.Count < capacity)
                    _changes[attempts] = before;
            }
            else if (!after.Forgets)
            {
                _changes[attempts] = before with { Wrong = before.Wrong + after.Wrong };
            }
        }
    }
}
