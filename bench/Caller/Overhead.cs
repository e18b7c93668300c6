using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Countersign.Caller;

/// <summary>What a request costs in the client alone: there is no network.</summary>
internal static class Overhead
{
    private const int Rounds = 9;
    private const int MaxWarmUps = 60;

    public static async Task<int> RunAsync(string kind, int requests)
    {
        using var client = Clients.Of(kind, "https://api.example", new Answering());
        await WarmUpAsync(client, requests);

        var (nanoseconds, octets) = (new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            nanoseconds.Add(await MeasureAsync(client, requests));
            octets = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / requests;
        }

        Console.WriteLine(JsonSerializer.Serialize(new { nanoseconds = nanoseconds.Order().ElementAt(Rounds / 2), octets }));
        return 0;
    }

    // The runtime compiles anew what is used much, step by step and beside the work: until rounds cost the same, its first code is measured.
    // The harness has it do so at once.
    private static async Task WarmUpAsync(HttpClient client, int requests)
    {
        var (before, last) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < MaxWarmUps; round++)
        {
            var now = await MeasureAsync(client, requests);
            if (now > 0.97 * last && last > 0.97 * before)
                return;
            (before, last) = (last, now);
        }
    }

    private static async Task<double> MeasureAsync(HttpClient client, int requests)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < requests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Answering.Url);
            using var response = await client.SendAsync(request);
        }

        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / requests;
    }

    /// <summary>Answers later, as a socket does, so that every client pays for its state machines.</summary>
    private sealed class Answering : HttpMessageHandler
    {
        public static readonly Uri Url = new("https://api.example/orders?page=2");

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new(HttpStatusCode.OK);
        }
    }
}
