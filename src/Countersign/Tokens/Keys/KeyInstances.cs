namespace Countersign.Tokens.Keys;

/// <summary>
/// The framework's instances of one key, each used by one thread at a time: RSA and ECDsa are not promised to bear more on every platform.
/// As many as there are processors stay prepared. Nobody has to dispose a key: requests may still hold one that was replaced, and the
/// instances' handles free themselves.
/// </summary>
internal sealed class KeyInstances<T>
    where T : class, IDisposable
{
    private readonly Func<T> _create;
    private readonly T?[] _idle = new T?[Environment.ProcessorCount];

    /// <summary>Makes the first instance, so that what the system refuses is known at once.</summary>
    public KeyInstances(Func<T> create)
    {
        _create = create;
        _idle[0] = create();
    }

    public T Take()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } instance)
                return instance;
        }

        return _create();
    }

    public void Return(T instance)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is null && Interlocked.CompareExchange(ref _idle[i], instance, null) is null)
                return;
        }

        instance.Dispose();
    }
}
