using System.Threading.Channels;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>What is still to be asked for. It ends when nothing waits and nothing is under way that could find more.</summary>
internal sealed class Frontier
{
    private readonly Channel<Place> _own = Channel.CreateUnbounded<Place>();
    private readonly Channel<Place> _others = Channel.CreateUnbounded<Place>();
    private int _pending = 1;

    /// <summary>How many places wait or are under way.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public void Add(Place place)
    {
        Interlocked.Increment(ref _pending);
        (place.IsOwn ? _own : _others).Writer.TryWrite(place);
    }

    /// <summary>A place is done with; once for each, and once more when the first have been added.</summary>
    public void Done()
    {
        if (Interlocked.Decrement(ref _pending) != 0)
            return;
        _own.Writer.TryComplete();
        _others.Writer.TryComplete();
    }

    public IAsyncEnumerable<Place> Own(CancellationToken cancel) => _own.Reader.ReadAllAsync(cancel);

    public IAsyncEnumerable<Place> Others(CancellationToken cancel) => _others.Reader.ReadAllAsync(cancel);
}
