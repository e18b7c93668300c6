using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Countersign.Client.Failures;
using Countersign.Wire;
using Xunit;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>How long a nonce is used, and what follows it.</summary>
public sealed class DigestNonceTests
{
    private const string Here = "https://api.example/a";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stale=true")]
    [InlineData("stale=TRUE")]
    [InlineData("stale=\"True\"")]
    public async Task Sends_the_same_credentials_over_a_new_nonce_when_the_old_is_stale(string stale)
    {
        using var server = Taking("n1", 2, "n2", $"{stale}, ");
        using var client = server.Client(AsMufasa);

        for (var i = 0; i < 4; i++)
            await client.GetStringAsync(Here, Cancel);

        Assert.Equal([null, "n1 00000001", "n1 00000002", "n1 00000003", "n2 00000001", "n2 00000002"], server.Requests.Select(NonceAndCount));
    }

    [Fact]
    public async Task Takes_another_nonce_after_one_that_served_for_a_server_that_was_started_anew()
    {
        using var server = Taking("n1", 2, "n2");
        using var client = server.Client(AsMufasa);

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(Here, Cancel);

        Assert.Equal([null, "n1 00000001", "n1 00000002", "n1 00000003", "n2 00000001"], server.Requests.Select(NonceAndCount));
    }

    [Fact]
    public async Task Takes_another_nonce_for_a_no_when_no_nonce_ever_served()
    {
        var given = 0;
        using var server = new StubServer(_ => Asking($"n{++given}"));
        using var client = server.Client(AsMufasa);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Here, Cancel));

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Equal([null, "n1 00000001"], server.Requests.Select(NonceAndCount));
    }

    [Theory]
    [InlineData("n1", FailureReason.CredentialsRejected, 1)]
    [InlineData("n2", FailureReason.CredentialsRejected, 2)]
    public async Task Ends_and_shows_nothing_unasked_any_more_when_the_password_was_changed(string other, FailureReason reason, int tries)
    {
        var isChanged = false;
        using var server = new StubServer(seen => isChanged ? Asking(other) : seen.Authorization is null ? Asking("n1") : new(HttpStatusCode.OK));
        using var client = server.Client(AsMufasa);
        await client.GetStringAsync(Here, Cancel);
        isChanged = true;
        server.Requests.Clear();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Here, Cancel));
        Assert.Equal((reason, tries), (failed.Failure.Reason, server.Requests.Count));
        server.Requests.Clear();
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Here, Cancel));

        Assert.Null(server.Requests[0].Authorization);
    }

    [Fact]
    public async Task Does_not_loop_with_a_server_that_calls_every_nonce_stale()
    {
        var given = 0;
        using var server = new StubServer(_ => Asking($"n{++given}", "stale=true, "));
        using var client = server.Client(AsMufasa);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Here, Cancel));

        Assert.Equal(FailureReason.StaleNonceLoop, failed.Failure.Reason);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Goes_on_with_the_nonce_that_the_server_wants_next_and_counts_anew()
    {
        var given = 1;
        using var server = new StubServer(seen => seen.Authorization is null ? Asking("n1") : Taken($"nextnonce=\"n{++given}\""));
        using var client = server.Client(AsMufasa);

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(Here, Cancel);

        Assert.Equal([null, "n1 00000001", "n2 00000001", "n3 00000001"], server.Requests.Select(NonceAndCount));
    }

    [Fact]
    public async Task Does_not_count_anew_when_the_next_nonce_is_the_same()
    {
        using var server = new StubServer(seen => seen.Authorization is null ? Asking("n1") : Taken("nextnonce=\"n1\""));
        using var client = server.Client(AsMufasa);

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(Here, Cancel);

        Assert.Equal([null, "n1 00000001", "n1 00000002", "n1 00000003"], server.Requests.Select(NonceAndCount));
    }

    [Theory]
    [InlineData("nextnonce=\"\"")]
    [InlineData("nextnonce=\"\u00e4\"")]
    [InlineData("nextnonce=\"a\nb\"")]
    [InlineData("=,=")]
    public async Task Leaves_alone_what_can_be_no_nonce(string info)
    {
        using var server = new StubServer(seen => seen.Authorization is null ? Asking("n1") : Taken(info));
        using var client = server.Client(AsMufasa);

        await client.GetStringAsync(Here, Cancel);
        await client.GetStringAsync(Here, Cancel);

        Assert.Equal([null, "n1 00000001", "n1 00000002"], server.Requests.Select(NonceAndCount));
    }

    [Fact]
    public async Task Begins_a_session_algorithm_anew_over_the_next_nonce_as_servers_without_memory_compute_it()
    {
        using var server = new StubServer(seen => seen.Authorization is null ? Asking("n1", "algorithm=SHA-256-sess, ") : Taken("nextnonce=\"n2\""));
        using var client = server.Client(AsMufasa);

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(Here, Cancel);

        var sent = server.Requests.Skip(1).Select(seen => CredentialsReader.Read(seen.Authorization!).Credentials!).ToArray();
        Assert.Equal(["n1", "n2", "n2"], sent.Select(each => each.Find("nonce")!));
        Assert.NotEqual(sent[0].Find("cnonce"), sent[1].Find("cnonce"));
        Assert.Equal(sent[1].Find("cnonce"), sent[2].Find("cnonce"));
        foreach (var each in sent)
        {
            var expected = Countersign.Schemes.Digest.DigestResponder.Respond(
                ChallengeReader.Read($"Digest realm=\"r\", nonce=\"{each.Find("nonce")}\", qop=\"auth\", algorithm=SHA-256-sess").Challenges[0],
                new(DigestServer.User, DigestServer.Password), "GET", "/a", each.Find("cnonce")!, uint.Parse(each.Find("nc")!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.Equal(expected!.Find("response"), each.Find("response"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Makes_one_nonce_of_a_burst_of_them_the_next(bool byStale)
    {
        var given = 1;
        var isHeld = false;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new HeldServer(() => isHeld ? gate.Task : Task.CompletedTask, nonce => byStale
            ? nonce is "n1" && isHeld ? Asking($"n{Interlocked.Increment(ref given)}", "stale=true, ") : nonce is null ? Asking("n1") : Taken(null)
            : nonce is null ? Asking("n1") : Taken(isHeld ? $"nextnonce=\"n{Interlocked.Increment(ref given)}\"" : null));
        using var client = server.Client(AsMufasa);
        await client.GetStringAsync(Here, Cancel);

        isHeld = true;
        var all = Enumerable.Range(0, 50).Select(_ => client.GetStringAsync(Here, Cancel)).ToArray();
        gate.SetResult();
        await Task.WhenAll(all);
        server.Nonces.Clear();
        isHeld = false;
        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(Here, Cancel);

        Assert.Equal(51, given);
        var kept = Assert.Single(server.Nonces.Distinct());
        Assert.NotEqual("n1", kept);
    }

    [Fact]
    public async Task Uses_a_nonce_for_one_request_at_a_time_where_servers_need_that()
    {
        var given = 0;
        var inUse = new ConcurrentDictionary<string, bool>();
        var isHeld = false;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new HeldServer(() => isHeld ? gate.Task : Task.CompletedTask, nonce => nonce is null ? Asking($"n{Interlocked.Increment(ref given)}") : Taken(null), inUse);
        using var client = server.Client(options => options.AddDigest("https://api.example", DigestServer.User, new(DigestServer.Password), digest => digest.SerializePerNonce = true));
        await client.GetStringAsync(Here, Cancel);

        isHeld = true;
        var all = Enumerable.Range(0, 20).Select(_ => client.GetStringAsync(Here, Cancel)).ToArray();
        gate.SetResult();
        await Task.WhenAll(all);
        isHeld = false;
        var before = given;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetStringAsync(Here, Cancel)));

        Assert.False(server.HadTwoAtOnce);
        Assert.Equal((20, 20), (before, given));
    }

    [Fact]
    public async Task Finds_out_that_a_server_takes_each_nonce_once_and_shares_none_there()
    {
        var (given, stale) = (0, 0);
        var used = new ConcurrentDictionary<string, bool>();
        using var server = new HeldServer(() => Task.CompletedTask, nonce =>
        {
            if (nonce is not null && used.TryAdd(nonce, true))
                return Taken($"nextnonce=\"n{Interlocked.Increment(ref given)}\"");
            stale += nonce is null ? 0 : 1;
            return Asking($"n{Interlocked.Increment(ref given)}", nonce is null ? "" : "stale=true, ");
        });
        using var client = server.Client(AsMufasa);

        for (var i = 0; i < 5; i++)
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => client.GetStringAsync(Here, Cancel), Cancel)));
        server.Nonces.Clear();
        await client.GetStringAsync(Here, Cancel);

        Assert.Equal(0, stale);
        Assert.NotNull(Assert.Single(server.Nonces));
    }

    private static void AsMufasa(ReauthenticationOptions options) => options.AddDigest("https://api.example", DigestServer.User, new(DigestServer.Password));

    private static HttpResponseMessage Asking(string nonce, string more = "") =>
        StubServer.Refusal($"Digest realm=\"r\", nonce=\"{nonce}\", qop=\"auth\", {(more.Contains("algorithm", StringComparison.Ordinal) ? more : more + "algorithm=SHA-256, ")}charset=UTF-8");

    private static HttpResponseMessage Taken(string? info)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        if (info is not null)
            response.Headers.TryAddWithoutValidation("Authentication-Info", info);
        return response;
    }

    /// <summary>A server that takes its first nonce so often, and then only the second.</summary>
    private static StubServer Taking(string first, int times, string second, string more = "") => new(seen => NonceAndCount(seen)?.Split(' ') switch
    {
        null => Asking(first),
        [var nonce, var count] when nonce == second || (nonce == first && int.Parse(count, CultureInfo.InvariantCulture) <= times) => new(HttpStatusCode.OK),
        _ => Asking(second, more),
    });

    private static string? NonceAndCount(Seen seen) =>
        seen.Authorization is { } line && CredentialsReader.Read(line).Credentials is { } sent ? $"{sent.Find("nonce")} {sent.Find("nc")}" : null;

    private sealed class HeldServer(Func<Task> hold, Func<string?, HttpResponseMessage> answer, ConcurrentDictionary<string, bool>? inUse = null) : HttpMessageHandler
    {
        public ConcurrentQueue<string?> Nonces { get; } = new();

        public bool HadTwoAtOnce { get; private set; }

        public HttpClient Client(Action<ReauthenticationOptions> configure)
        {
            var options = new ReauthenticationOptions();
            configure(options);
            return new(new ReauthenticationHandler(options, this));
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var nonce = request.Headers.NonValidated.TryGetValues("Authorization", out var lines) ? CredentialsReader.Read(lines.ToString()).Credentials!.Find("nonce") : null;
            Nonces.Enqueue(nonce);
            HadTwoAtOnce |= nonce is not null && inUse?.TryAdd(nonce, true) == false;
            await hold();
            if (nonce is not null)
                inUse?.TryRemove(nonce, out _);
            var response = answer(nonce);
            response.RequestMessage = request;
            return response;
        }
    }
}
