using System.Diagnostics;
using System.Text.Json;

namespace Countersign.Caller;

/// <summary>Calls a server on so many connections for so long, and says how many answers that made, what each cost, and how many were no 200.</summary>
internal static class Load
{
    // So long the runtime still compiles anew what is used much.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(string kind, Uri url, int connections, int seconds)
    {
        var messages = await RoundTrips.CountAsync(kind, url);
        using var sockets = new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false };
        using var client = Clients.Of(kind, url.GetLeftPart(UriPartial.Authority), sockets);
        await CallAsync(client, url, connections, WarmUp);

        var process = Process.GetCurrentProcess();
        var (cpu, allocated, watch) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
        var (answers, others) = await CallAsync(client, url, connections, TimeSpan.FromSeconds(seconds));
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            rate = answers / watch.Elapsed.TotalSeconds,
            micros = (process.TotalProcessorTime - cpu).TotalMicroseconds / answers,
            octets = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / answers,
            answers,
            others,
            messages,
        }));
        return 0;
    }

    private static async Task<(long Answers, long Others)> CallAsync(HttpClient client, Uri url, int connections, TimeSpan time)
    {
        var (answers, others) = (0L, 0L);
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetTimestamp() < end)
            {
                using var response = await client.GetAsync(url);
                Interlocked.Increment(ref answers);
                if (response.StatusCode != System.Net.HttpStatusCode.OK)
                    Interlocked.Increment(ref others);
            }
        })));
        return (answers, others);
    }
}
