using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Countersign.AspNetCore.Intake;

/// <summary>Content as it arrives, in a buffer that grows with it: what a client only announces takes no memory.</summary>
internal sealed class GatheredContent(ContentRoom room, IPAddress client)
{
    private const int First = 4096;
    private byte[] _buffer = [];

    public int Length { get; private set; }

    /// <summary>What was gathered.</summary>
    public ReadOnlyMemory<byte> Octets => _buffer.AsMemory(0, Length);

    /// <summary>Where the next octets go: at least one, up to <paramref name="limit"/> of all; false when the room is full.</summary>
    public bool TryExtend(int limit, [NotNullWhen(true)] out Memory<byte>? free)
    {
        free = null;
        if (Length == _buffer.Length)
        {
            var larger = (int)Math.Min(limit, Math.Max(First, _buffer.Length * 2L));
            if (!room.TryTake(larger - _buffer.Length, client))
                return false;
            Array.Resize(ref _buffer, larger);
        }

        free = _buffer.AsMemory(Length);
        return true;
    }

    public void Add(int count) => Length += count;

    public Stream AsStream() => new MemoryStream(_buffer, 0, Length, writable: false);

    /// <summary>Leaves the room; nobody may read the content any more.</summary>
    public void GiveBack()
    {
        room.GiveBack(_buffer.Length, client);
        _buffer = [];
        Length = 0;
    }
}
