using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Countersign.Caller;

/// <summary>What a request costs in the client alone: there is no network.</summary>
internal static class Overhead
{
    private const int Rounds = 9;

    public static async Task<int> RunAsync(string kind, int requests)
    {
        using var client = Clients.Of(kind, "https://api.example", new Answering());
        var (nanoseconds, octets) = (new List<double>(), 0L);
        for (var round = 0; round <= Rounds; round++)
        {
            var (allocated, began) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            for (var i = 0; i < requests; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Answering.Url);
                using var response = await client.SendAsync(request);
            }

            if (round == 0)
                continue; // warm-up
            nanoseconds.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / requests);
            octets = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / requests;
        }

        Console.WriteLine(JsonSerializer.Serialize(new { nanoseconds = nanoseconds.Order().ElementAt(Rounds / 2), octets }));
        return 0;
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
