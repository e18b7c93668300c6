using Countersign.Inspector.Logs.Reading;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>What a refusal looked like, cut to fixed lengths, as long as it waits.</summary>
internal sealed class RefusalSample(int count)
{
    private const int Client = 45, User = 23, Agent = 56, Target = 64, Stride = 4 + Client + User + Agent + Target;
    private readonly byte[] _octets = new byte[count * Stride];

    public void Keep(int slot, scoped in LogLine line, ReadOnlySpan<byte> path)
    {
        var kept = _octets.AsSpan(slot * Stride, Stride);
        Put(kept, 0, 4, Client, line.Client);
        Put(kept, 1, 4 + Client, User, line.User);
        Put(kept, 2, 4 + Client + User, Agent, line.Agent);
        Span<byte> request = stackalloc byte[Target];
        var length = Math.Min(line.Method.Length, 16);
        line.Method[..length].CopyTo(request);
        request[length++] = (byte)' ';
        var path64 = path[..Math.Min(path.Length, Target - length)];
        path64.CopyTo(request[length..]);
        Put(kept, 3, 4 + Client + User + Agent, Target, request[..(length + path64.Length)]);
    }

    public ReadOnlySpan<byte> ClientOf(int slot) => Get(slot, 0, 4);

    public ReadOnlySpan<byte> UserOf(int slot) => Get(slot, 1, 4 + Client);

    public ReadOnlySpan<byte> AgentOf(int slot) => Get(slot, 2, 4 + Client + User);

    /// <summary>Method and path.</summary>
    public ReadOnlySpan<byte> RequestOf(int slot) => Get(slot, 3, 4 + Client + User + Agent);

    private static void Put(Span<byte> kept, int index, int start, int room, ReadOnlySpan<byte> value)
    {
        var length = Math.Min(value.Length, room);
        kept[index] = (byte)length;
        value[..length].CopyTo(kept[start..]);
    }

    private ReadOnlySpan<byte> Get(int slot, int index, int start)
    {
        var kept = _octets.AsSpan(slot * Stride, Stride);
        return kept.Slice(start, kept[index]);
    }
}
