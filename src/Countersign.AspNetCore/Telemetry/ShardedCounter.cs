using System.Runtime.InteropServices;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>A count that many threads add to without waiting for each other's cache lines.</summary>
internal sealed class ShardedCounter
{
    private static readonly int Mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 64)) - 1;
    private readonly Cell[] _cells = new Cell[Mask + 1];

    public long Value
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < _cells.Length; i++)
                sum += Volatile.Read(ref _cells[i].Value);
            return sum;
        }
    }

    public void Add(long count = 1) => Interlocked.Add(ref _cells[Thread.GetCurrentProcessorId() & Mask].Value, count);

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        public long Value;
    }
}
