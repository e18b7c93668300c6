using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Threading.Channels;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Over real connections: what servers do to them, and what the framework puts on messages.</summary>
public sealed class WireTests
{
    private const string Basic = "Basic realm=\"files\"";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_replay_goes_over_the_connection_of_the_refusal(string method)
    {
        await using var server = new RawServer(message => WithoutContent(message.Method == "HEAD", message.Authorization is null ? RawReply.Unauthorized(Basic) : RawReply.Ok()));
        using var client = Client(server);
        using var request = new HttpRequestMessage(new(method), server.Url);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([0, 0], server.Messages.Select(message => message.Connection));
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"files\"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"files\"\r\n\r\nuntil the end", true)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"files\"\r\nContent-Length: 50\r\n\r\nshort", true)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"files\"\r\nContent-Length: 50000000\r\n\r\nlong", false)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"files\"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nnever\r\n", false)]
    public async Task A_replay_goes_over_another_connection_where_the_refusal_spoils_its_own(string refusal, bool closes)
    {
        await using var server = new RawServer(message => message.Authorization is null ? new(refusal, Ends: closes, Hangs: !closes) : RawReply.Ok());
        using var client = Client(server);

        Assert.Equal("ok", await client.GetStringAsync(server.Url, Cancel));
        Assert.Equal([0, 1], server.Messages.Select(message => message.Connection));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nnever\r\n")]
    [InlineData("Content-Length: 50\r\n\r\nnever")]
    public async Task A_last_refusal_that_never_ends_is_told_with_what_is_there_of_it(string rest)
    {
        await using var server = new RawServer(_ => new($"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n{rest}", Hangs: true));
        using var client = Client(server);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(server.Url, HttpCompletionOption.ResponseHeadersRead, Cancel));

        Assert.Equal(FailureReason.NoSupportedScheme, failed.Failure.Reason);
        Assert.Equal("never", await failed.Response!.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_that_can_be_read_once_is_whole_in_the_replay(bool isAsync)
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized(Basic) : RawReply.Ok());
        using var client = Client(server);
        var numbers = Channel.CreateUnbounded<int>();
        numbers.Writer.TryWrite(1);
        numbers.Writer.TryWrite(2);
        numbers.Writer.Complete();
        using var queue = new BlockingCollection<int>(new ConcurrentQueue<int>([1, 2]));
        queue.CompleteAdding();

        using var response = isAsync
            ? await client.PostAsJsonAsync(server.Url, numbers.Reader.ReadAllAsync(Cancel), Cancel)
            : await client.PostAsJsonAsync(server.Url, queue.GetConsumingEnumerable(Cancel), Cancel);

        Assert.Equal(["[1,2]", "[1,2]"], server.Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_wait_for_the_rest_of_a_refusal()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var server = new RawServer(_ => new($"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {Basic}\r\nContent-Length: 50\r\n\r\nnever", Hangs: true));
        using var client = Client(server, options => options.Observer = new Leaving(leaving));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(server.Url, leaving.Token));

        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task A_cookie_of_the_refusal_goes_with_the_replay_and_none_goes_twice()
    {
        await using var server = new RawServer(message => message.Authorization is null
            ? RawReply.Of("401 Unauthorized", "", $"WWW-Authenticate: {Basic}", "Set-Cookie: b=2")
            : RawReply.Ok("Set-Cookie: c=3"));
        using var sockets = new SocketsHttpHandler();
        sockets.CookieContainer.Add(server.Url, new Cookie("a", "1"));
        using var client = Client(server, inner: sockets);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);

        using var response = await client.SendAsync(request, Cancel);
        await client.GetStringAsync(server.Url, Cancel);

        Assert.Equal(["a=1", "a=1; b=2", "a=1; b=2; c=3"], server.Messages.Select(message => message.Field("Cookie")));
    }

    [Fact]
    public async Task A_cookie_of_the_callers_own_goes_with_the_replay()
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized(Basic) : RawReply.Ok());
        using var client = Client(server, inner: new() { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url) { Headers = { { "Cookie", "mine=1" } } };

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(["mine=1", "mine=1"], server.Messages.Select(message => message.Field("Cookie")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_that_the_network_takes_in_pieces_is_whole_in_the_replay(bool knowsLength)
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized(Basic) : RawReply.Ok());
        using var client = Client(server);
        var text = new string('x', 200_000);
        using var content = new StreamContent(System.IO.Pipelines.PipeReader.Create(new(Encoding.ASCII.GetBytes(text))).AsStream());
        if (knowsLength)
            content.Headers.ContentLength = text.Length;

        using var response = await client.PostAsync(server.Url, content, Cancel);

        Assert.Equal([text, text], server.Messages.Select(message => message.Content));
    }

    private static RawReply WithoutContent(bool isHead, RawReply reply) => isHead ? reply with { Text = reply.Text![..(reply.Text!.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)] } : reply;

    private static HttpClient Client(RawServer server, Action<ReauthenticationOptions>? configure = null, SocketsHttpHandler? inner = null)
    {
        var options = new ReauthenticationOptions();
        options.AddBasic(server.Url.ToString(), "anna", new("secret"), basic => basic.AllowCleartext = true);
        configure?.Invoke(options);
        return new(new ReauthenticationHandler(options, inner ?? new SocketsHttpHandler()));
    }

    /// <summary>Gives up once the challenges are read.</summary>
    private sealed class Leaving(CancellationTokenSource leaving) : Countersign.Client.Exchanges.ExchangeObserver
    {
        public override void Judged(Countersign.Client.Exchanges.RequestLeg leg, System.Collections.Immutable.ImmutableArray<Countersign.Client.Exchanges.ChallengeJudgement> judgements) =>
            leaving.Cancel();
    }
}
