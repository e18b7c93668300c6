using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Octets by chance.</summary>
/// <param name="path">The path.</param>
/// <param name="isStreamed">Whether they come in pieces.</param>
/// <param name="story">What it does.</param>
internal sealed class BytesEndpoint(string path, bool isStreamed, string story) : EchoAddress
{
    private const int Most = 100 * 1024;

    public override string Path => path;

    public override string Story => story;

    public override ImmutableArray<SimulatorParameter> Parameters =>
        [new("seed", "Where chance comes from: the same seed gives the same octets."), .. isStreamed ? [new("chunk_size", "How many octets a piece has.", "10240")] : Array.Empty<SimulatorParameter>()];

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of($"{path.Replace("{n:int}", "40", StringComparison.Ordinal)}?seed=1")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        if (EchoNumbers.Whole(request, "chunk_size", 10 * 1024) is not { } size || size < 1)
            return Unknown("a chunk_size from 1", "something else");
        var count = Math.Min(EchoNumbers.Whole(request, "n"), Most);
        var seed = request.Query("seed") is null ? $"{request.Client.Name} {request.Client.Next(request.Place)}" : "";
        var octets = new byte[count];
        for (var at = 0; at < count; at += 32)
            request.Seed.Octets($"bytes {seed} {at}").AsSpan(0, Math.Min(32, count - at)).CopyTo(octets.AsSpan(at));
        return isStreamed
            ? new(200) { Pieces = PiecesOf(octets, size), MediaType = "application/octet-stream" }
            : new(200) { Content = octets, MediaType = "application/octet-stream" };
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesOf(byte[] octets, int size)
    {
        await Task.CompletedTask;
        for (var at = 0; at < octets.Length; at += size)
            yield return octets.AsMemory(at, Math.Min(size, octets.Length - at));
    }
}
