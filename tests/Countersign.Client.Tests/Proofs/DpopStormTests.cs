using System.Net;
using Countersign.Client.Proofs;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Proofs;

/// <summary>Many requests while nonces change.</summary>
public sealed class DpopStormTests : IDisposable
{
    private const string Api = "https://api.example";

    private readonly SetClock _clock = new();
    private readonly NamedGrant _grant = new();
    private readonly DpopResource _server;

    public DpopStormTests() => _server = new(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_hundred_requests_over_a_stale_nonce_are_sent_twice_at_most_and_the_next_once()
    {
        (_server.Nonces, _server.Next) = (["n1"], "n1");
        using var client = Client();
        (await client.GetAsync($"{Api}/first", Cancel)).Dispose();
        (_server.Nonces, _server.Next) = (["n2"], "n2");
        var all = new TaskCompletionSource();
        var stale = 0;
        _server.Delay = seen =>
        {
            if (seen.Nonce != "n1")
                return Task.CompletedTask;
            if (Interlocked.Increment(ref stale) == 100)
                all.SetResult();
            return all.Task;
        };

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.GetAsync($"{Api}/a", Cancel)));
        using var next = await client.GetAsync($"{Api}/a", Cancel);

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(2 + 200 + 1, _server.Seen.Count);
        Assert.Equal("n2", _server.Seen[^1].Nonce);
        Assert.Single(_grant.Asked);
        Assert.Equal(_server.Seen.Count, _server.Seen.Select(seen => seen.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_burst_of_changes_ends_with_the_newest_and_no_request_fails()
    {
        (_server.Nonces, _server.Next) = (["n0"], "n0");
        var last = 0;
        _server.Answer = _ =>
        {
            // With each answer another nonce; the former ones stay good for a while.
            _server.Next = $"n{++last}";
            _server.Nonces!.Add(_server.Next);
            return null;
        };
        using var client = Client();

        for (var i = 0; i < 5; i++)
        {
            var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync($"{Api}/a", Cancel)));
            Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        }

        // Whatever came out of order, it is one that this server gave, and the next answer makes it the newest.
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();
        Assert.Equal($"n{last - 1}", _server.Seen[^1].Nonce);
    }

    [Fact]
    public async Task A_slow_answer_with_an_old_nonce_does_not_bring_it_back()
    {
        _server.Next = "n1";
        using var client = Client();
        (await client.GetAsync($"{Api}/first", Cancel)).Dispose();
        var slow = new TaskCompletionSource();
        _server.Delay = seen => seen.Target == "/slow" ? slow.Task : Task.CompletedTask;
        var late = client.GetAsync($"{Api}/slow", Cancel);
        _server.Next = "n2";
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        slow.SetResult();
        (await late).Dispose();
        (await client.GetAsync($"{Api}/b", Cancel)).Dispose();

        Assert.Equal("n2", _server.Seen[^1].Nonce);
    }

    [Fact]
    public async Task Clients_that_share_a_key_share_what_it_learnt()
    {
        (_server.Nonces, _server.Next) = (["n1"], "n1");
        var key = new DpopKey(SigningKey.Create(JwsAlgorithm.ES256), _clock);
        using var one = Client(key);
        using var other = Client(key);

        (await one.GetAsync($"{Api}/a", Cancel)).Dispose();
        (await other.GetAsync($"{Api}/a", Cancel)).Dispose();

        Assert.Equal(3, _server.Seen.Count);
    }

    private HttpClient Client(DpopKey? key = null)
    {
        var options = new ReauthenticationOptions { Clock = _clock };
        options.AddDpop(Api, _grant, key ?? new(SigningKey.Create(JwsAlgorithm.ES256), _clock));
        return new(new ReauthenticationHandler(options, _server), disposeHandler: false);
    }
}
