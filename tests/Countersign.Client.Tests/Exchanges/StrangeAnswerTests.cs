using System.Net;
using System.Text;
using Countersign.Client.Exchanges;
using Countersign.Client.Schemes;
using Countersign.Wire;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Whatever a server answers, the caller gets in or is told why not, and nothing of the answer is kept.</summary>
public sealed class StrangeAnswerTests
{
    private const string Basic = "Basic realm=\"files\"";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Gets_in_past_a_refusal_that_is_not_in_the_coding_it_claims(string coding)
    {
        await using var server = new RawServer(message => message.Authorization is null
            ? RawReply.Of("401 Unauthorized", "plain text", $"WWW-Authenticate: {Basic}", $"Content-Encoding: {coding}")
            : RawReply.Ok());
        using var client = Client(server);

        Assert.Equal("ok", await client.GetStringAsync(server.Url, Cancel));
    }

    [Fact]
    public async Task Tells_of_a_last_refusal_that_is_not_in_the_coding_it_claims()
    {
        await using var server = new RawServer(_ => RawReply.Of("401 Unauthorized", "plain text", $"WWW-Authenticate: {Basic}", "Content-Encoding: gzip"));
        using var client = Client(server);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(server.Url, HttpCompletionOption.ResponseHeadersRead, Cancel));
    }

    [Theory]
    [InlineData("{\"title\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":\"x\"}")]
    [InlineData("{\"title\":\"\u00ff\"}")] // written as one octet
    public async Task Tells_of_a_refusal_whose_problem_is_no_text(string json)
    {
        var failed = await RefusedAsync(json);

        Assert.Null(failed.Problem);
    }

    [Fact]
    public async Task Lets_a_server_write_one_short_line_of_the_message()
    {
        var failed = await RefusedAsync($"{{\"title\":\"No\\r\\nWARN forged\\u001b[2J\\u2028\\u202e{new string('x', 1000)}\",\"reference\":\"a\\nb\"}}");

        Assert.Contains("The server says: No  WARN forged [2J  xxx", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failed.Message, char.IsControl);
        Assert.DoesNotContain(new string('x', 200), failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_few_of_many_schemes_in_the_message()
    {
        using var server = new StubServer(_ => StubServer.Refusal([.. Enumerable.Range(0, 30).Select(number => $"Unknown{number} a=b")]));
        using var client = server.Client(AsAladdin);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Contains("Unknown9.", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Unknown10", failed.Message, StringComparison.Ordinal);
    }

    // As long as it takes to look at each character with all that follow it, nobody waits.
    [Theory]
    [InlineData("=")]
    [InlineData("=\"\"")]
    [InlineData("qop=auth,")]
    public async Task Reads_a_long_line_as_often_as_a_short_one(string repeated)
    {
        using var server = new StubServer(_ => StubServer.Refusal("Digest realm=\"a\", x=" + string.Concat(Enumerable.Repeat(repeated, 1_000_000))));
        using var client = server.Client(AsAladdin);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));
    }

    [Fact]
    public async Task Gives_a_refusal_back_to_its_connection_when_the_caller_leaves_before_there_are_credentials()
    {
        using var content = new Watched();
        using var server = new StubServer(_ =>
        {
            var refusal = StubServer.Refusal(Basic);
            refusal.Content = content;
            return refusal;
        });
        using var client = server.Client(options => options.Add(Origin.Parse("https://api.example"), _ => new Left()));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.True(content.IsDisposed);
    }

    private static async Task<AuthenticationFailedException> RefusedAsync(string json)
    {
        using var server = new StubServer(_ =>
        {
            var refusal = StubServer.Refusal(Basic);
            refusal.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(json)) { Headers = { ContentType = new("application/problem+json") } };
            return refusal;
        });
        using var client = server.Client(AsAladdin);
        return await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));
    }

    private static void AsAladdin(ReauthenticationOptions options) => options.AddBasic("https://api.example", "Aladdin", new("open sesame"));

    private static HttpClient Client(RawServer server)
    {
        var options = new ReauthenticationOptions();
        options.AddBasic(server.Url.ToString(), "Aladdin", new("open sesame"), basic => basic.AllowCleartext = true);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }));
    }

    private sealed class Left : ClientScheme
    {
        public override string Name => "Basic";

        public override Fitness Judge(Challenge challenge, RequestLeg leg) => Fitness.Of(10);

        public override ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel) =>
            throw new OperationCanceledException();
    }

    private sealed class Watched : HttpContent
    {
        public bool IsDisposed { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
