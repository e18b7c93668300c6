using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Sends its content drop by drop.</summary>
internal sealed class DripEndpoint : EchoAddress
{
    private const int MostOctets = 1024 * 1024;

    public override string Path => "/drip";

    public override string Story => "Sends octets over a time, after a delay, each ten seconds at most.";

    public override ImmutableArray<SimulatorParameter> Parameters =>
        [new("numbytes", "How many octets, up to 1 MiB.", "10"), new("duration", "Over how many seconds.", "2"), new("delay", "After how many seconds the first comes.", "0"), new("code", "The status.", "200")];

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/drip?numbytes=3&duration=0.03")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        if (EchoNumbers.Whole(request, "numbytes", 10) is not { } count || count is < 1 or > MostOctets || EchoNumbers.Whole(request, "code", 200) is not { } status || status is < 200 or > 599
            || EchoNumbers.Seconds(request.Query("duration") ?? "2") is not { } duration || EchoNumbers.Seconds(request.Query("delay") ?? "0") is not { } delay)
            return Unknown("numbytes from 1 to 1048576, duration and delay in seconds, code from 200 to 599", "something else");
        var answer = new SimulatedAnswer(status) { Delay = delay, MediaType = "application/octet-stream", Pieces = DripAsync(count, duration / count, request.State.Clock) };
        answer.Add("Content-Length", count.ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> DripAsync(int count, TimeSpan pause, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // Timers have no shorter time than this: what falls into one goes out together.
        var atOnce = Math.Max(1, (int)Math.Ceiling(TimeSpan.FromMilliseconds(5) / Max(pause, TimeSpan.FromTicks(1))));
        var drops = new byte[Math.Min(count, atOnce)];
        drops.AsSpan().Fill((byte)'*');
        for (var sent = 0; sent < count; sent += drops.Length)
        {
            var some = drops.AsMemory(0, Math.Min(drops.Length, count - sent));
            yield return some;
            if (sent + some.Length < count)
                await Task.Delay(pause * some.Length, clock, cancel);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
