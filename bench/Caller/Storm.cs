using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Countersign.Client;
using Countersign.Client.Tokens;

namespace Countersign.Caller;

/// <summary>So many requests at once with a token that has just been refused: how many questions that makes, and how long after the answer the last request goes on.</summary>
internal static class Storm
{
    private const int WarmUps = 30;
    private const int Rounds = 31;

    public static async Task<int> RunAsync(int waiters)
    {
        var (questions, late) = (0, new List<double>());
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            var server = new Server();
            var grant = new Grant(server, waiters);
            var options = new ReauthenticationOptions();
            options.AddBearer("https://api.example", grant);
            using var client = new HttpClient(new ReauthenticationHandler(options, server));
            (await client.GetAsync("https://api.example/warm")).Dispose();
            server.Refuse();
            var before = grant.Questions;
            await Task.WhenAll(Enumerable.Range(0, waiters).Select(_ => Task.Run(() => client.GetAsync("https://api.example/a"))));
            questions = Math.Max(questions, grant.Questions - before);
            if (round >= WarmUps)
                late.Add(Stopwatch.GetElapsedTime(grant.AnsweredAt, server.LastGoodAt).TotalMilliseconds);
        }

        Console.WriteLine(JsonSerializer.Serialize(new { questions, milliseconds = late.Order().ElementAt(Rounds / 2), worst = late.Max() }));
        return 0;
    }

    private sealed class Server : HttpMessageHandler
    {
        private int _refused;
        private long _lastGoodAt;
        private volatile string _good = "Bearer 1";

        public int Refused => Volatile.Read(ref _refused);

        public long LastGoodAt => Volatile.Read(ref _lastGoodAt);

        public void Refuse() => _good = "Bearer 2";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization?.ToString() == _good)
            {
                var now = Stopwatch.GetTimestamp();
                long seen;
                while ((seen = Volatile.Read(ref _lastGoodAt)) < now && Interlocked.CompareExchange(ref _lastGoodAt, now, seen) != seen)
                {
                    // somebody later was faster
                }

                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
            }

            Interlocked.Increment(ref _refused);
            var refusal = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            refusal.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer realm=\"a\", error=\"invalid_token\"");
            return Task.FromResult(refusal);
        }
    }

    /// <summary>Answers once everybody waits.</summary>
    private sealed class Grant(Server server, int waiters) : TokenGrant
    {
        private int _questions;

        public int Questions => Volatile.Read(ref _questions);

        public long AnsweredAt { get; private set; }

        public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref _questions);
            if (number > 1)
            {
                while (server.Refused < waiters)
                    await Task.Delay(1, cancel);
                await Task.Delay(50, cancel);
            }

            AnsweredAt = Stopwatch.GetTimestamp();
            return GrantOutcome.Of(new AccessToken(new(number.ToString(System.Globalization.CultureInfo.InvariantCulture))) { Lifetime = TimeSpan.FromHours(1) });
        }
    }
}
