using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Tests.Schemes.Digest;
using Countersign.Client.Tests.Tokens;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Whoever calls, from whatever thread and in whatever company.</summary>
public sealed class CallerTests
{
    private const string Basic = "Basic realm=\"files\"";
    private const string Here = "https://api.example/a";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("basic")]
    [InlineData("signed content")]
    [InlineData("token")]
    [InlineData("refused")]
    public async Task Wants_nothing_of_the_thread_that_called(string way)
    {
        // A thread that waits for the answer, as that of a window does, can do nothing else.
        var context = new Busy();
        using var endpoint = new StubEndpoint { Before = (_, cancel) => Task.Delay(1, cancel) };
        using var channel = new BackChannel(endpoint);
        using var network = new Slow(seen => seen.Target.AbsolutePath == "/a" && way != "refused" ? StubServer.Redirect(307, "/b")
            : way != "refused" && seen.Authorization is not null and not "Bearer t1" ? new(HttpStatusCode.OK)
            : StubServer.Refusal(Basic, "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\", algorithm=SHA-256", "Bearer"));
        var options = new ReauthenticationOptions();
        if (way is "basic" or "refused")
            options.AddBasic("https://api.example", "anna", new("secret"));
        else if (way == "token")
            options.AddBearer("https://api.example", new ClientCredentialsGrant(new TokenEndpoint(new("https://as.example/token"), ClientAuthentication.None("app"), channel, TimeProvider.System)));
        else
            options.AddDigest("https://api.example", "anna", new("secret"));
        using var client = new HttpClient(new ReauthenticationHandler(options, network));
        using var content = new StreamContent(System.IO.Pipelines.PipeReader.Create(new MemoryStream(new byte[100_000])).AsStream());

        var failed = await Task.Run(
            async () =>
            {
                SynchronizationContext.SetSynchronizationContext(context);
                var sending = client.PostAsync(Here, content, Cancel);
                Assert.Same(context, SynchronizationContext.Current);
                await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return sending.Exception?.InnerException;
            },
            Cancel);

        Assert.Equal(way == "refused", failed is AuthenticationFailedException);
        Assert.Equal(0, context.Posts);
    }

    [Fact]
    public void Says_that_it_can_not_be_called_synchronously()
    {
        using var server = StubServer.Asking(Basic, until: "x");
        using var client = server.Client(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Get, Here);

        var failed = Assert.Throws<NotSupportedException>(() => client.Send(request, Cancel));

        Assert.Contains("SendAsync", failed.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Handlers_of_a_factory_come_and_go_and_know_what_the_others_learnt()
    {
        using var server = new DigestServer();
        var collection = new ServiceCollection();
        collection.AddHttpClient("devices").AddCountersign(options => options.AddDigest("https://api.example", DigestServer.User, new(DigestServer.Password)));
        await using var services = collection.BuildServiceProvider();
        var keyring = services.GetRequiredKeyedService<Keyring>("devices");

        for (var i = 0; i < 3; i++)
        {
            using var handler = new ReauthenticationHandler(keyring) { InnerHandler = server };
            using var client = new HttpClient(handler, disposeHandler: false);
            await client.GetStringAsync(Here, Cancel);
        }

        Assert.Equal(4, server.Requests);
    }

    [Fact]
    public async Task A_stream_that_is_still_read_holds_up_no_other_request()
    {
        await using var server = new RawServer(message =>
            message.Authorization is null or "Bearer t1" && !message.Line.Contains("/stream", StringComparison.Ordinal) ? RawReply.Unauthorized("Bearer error=\"invalid_token\"")
            : message.Line.Contains("/stream", StringComparison.Ordinal) ? new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nevent\r\n", Hangs: true)
            : RawReply.Ok());
        var options = new ReauthenticationOptions();
        options.AddBearer(server.Url.ToString(), new StubGrant(new()), bearer => bearer.AllowCleartext = true);
        using var client = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler()));

        using var stream = await client.GetAsync(new Uri(server.Url, "/stream"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        var other = await client.GetStringAsync(server.Url, Cancel);

        Assert.Equal("ok", other);
        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], server.Messages.Select(message => message.Authorization));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("too much")]
    public async Task Hands_out_a_refusal_that_nobody_answers_whatever_the_content(string kind)
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(options =>
        {
            options.CopyLimit = kind == "stream" ? 1000 : 1;
            options.AddBasic("https://other.example", "anna", new("secret"));
        });
        using var content = new StreamContent(System.IO.Pipelines.PipeReader.Create(new("once"u8.ToArray())).AsStream());

        using var response = await client.PostAsync(Here, content, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("once", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task Leaves_to_the_framework_what_the_framework_has_credentials_for()
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized("Negotiate", Basic) : RawReply.Ok());
        using var sockets = new SocketsHttpHandler { Credentials = new CredentialCache { { server.Url, "Basic", new NetworkCredential("anna", "secret") } } };
        var options = new ReauthenticationOptions();
        options.AddBasic("https://other.example", "eve", new("other"));
        using var client = new HttpClient(new ReauthenticationHandler(options, sockets));

        Assert.Equal("ok", await client.GetStringAsync(server.Url, Cancel));
        Assert.Equal([null, "Basic YW5uYTpzZWNyZXQ="], server.Messages.Select(message => message.Authorization));
    }

    [Fact]
    public async Task Answers_nobody_to_whom_a_handler_below_was_led()
    {
        using var network = new Led(new("https://evil.example/b"));
        var options = new ReauthenticationOptions();
        options.AddDigest("https://api.example", "anna", new("secret"));
        options.AddBasic("https://api.example", "anna", new("secret"));
        using var client = new HttpClient(new ReauthenticationHandler(options, network));

        using var response = await client.GetAsync(Here, Cancel);

        Assert.Equal((HttpStatusCode.Unauthorized, 1), (response.StatusCode, network.Messages));
    }

    [Theory]
    [InlineData(FailureMode.Throw)]
    [InlineData(FailureMode.ReturnResponse)]
    public async Task Keeps_to_itself_what_an_address_has_of_a_user(FailureMode mode)
    {
        using var log = new Telemetry.KeptLog();
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(options =>
        {
            (options.LoggerFactory, options.FailureMode) = (log, mode);
            options.AddBasic("https://api.example", "anna", new("secret"));
        });

        var failed = await Record.ExceptionAsync(() => client.GetAsync("https://user:MARKED@api.example/a", Cancel));

        Assert.Equal(mode == FailureMode.Throw, failed is AuthenticationFailedException);
        Assert.DoesNotContain("MARKED", $"{failed}{string.Concat(log.Lines)}", StringComparison.Ordinal);
        Assert.NotEmpty(log.Lines);
    }

    /// <summary>Counts what it is asked to do, and has somebody else do it.</summary>
    private sealed class Busy : SynchronizationContext
    {
        private int _posts;

        public int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }

    /// <summary>Is never done at once.</summary>
    private sealed class Slow(Func<Seen, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
            if (request.Content is { } content)
                await content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            var fields = request.Headers.NonValidated.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var response = answer(new(request.Method.Method, request.RequestUri!, fields, null));
            response.RequestMessage = request;
            response.Content = new StreamContent(new Trickle());
            return response;
        }
    }

    /// <summary>A content that comes later.</summary>
    private sealed class Trickle() : MemoryStream(new byte[100])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
            return Read(buffer.Span);
        }
    }

    /// <summary>A handler that follows redirects by itself, as some of other platforms do, and ends up elsewhere.</summary>
    private sealed class Led(Uri elsewhere) : HttpMessageHandler
    {
        public int Messages { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Messages++;
            request.RequestUri = elsewhere;
            var response = StubServer.Refusal("Digest realm=\"r\", nonce=\"theirs\", qop=\"auth\", algorithm=SHA-256", Basic);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }
}
