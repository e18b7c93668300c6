namespace Countersign.Client.Tokens.Grants;

/// <summary>Lets one at a time to each token family; whoever is there last takes the gate along.</summary>
internal sealed class FamilyGates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
                return _gates.Count;
        }
    }

    /// <summary>The families that somebody is at.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
                return [.. _gates.Keys];
        }
    }

    /// <summary>Waits for its turn; disposing ends it.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<IDisposable> EnterAsync(string name, CancellationToken cancel)
    {
        Gate? gate;
        lock (_lock)
        {
            if (!_gates.TryGetValue(name, out gate))
                _gates.Add(name, gate = new());
            gate.Users++;
        }

        try
        {
            await gate.Turn.WaitAsync(cancel);
            return new Stay(this, name, gate);
        }
        catch
        {
            Leave(name, gate);
            throw;
        }
    }

    private void Leave(string name, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Users == 0)
                _gates.Remove(name);
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Stay(FamilyGates owner, string name, Gate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Turn.Release();
            owner.Leave(name, gate);
        }
    }
}
