using System.Collections.Concurrent;

namespace Countersign.WebConsole;

/// <summary>What pages keep as long as the console runs: one object of each type, made by the page that asks first. No secret belongs into it.</summary>
internal sealed class ConsoleState : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _kept = new();

    /// <summary>The object of a type.</summary>
    public T Of<T>(Func<T> make)
        where T : class => (T)_kept.GetOrAdd(typeof(T), _ => new(() => make())).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var kept in _kept.Values.Where(each => each.IsValueCreated).Select(each => each.Value).OfType<IAsyncDisposable>())
            await kept.DisposeAsync();
    }
}
