using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Decisions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Content that breaks while a scheme reads it is the client's fault and no failure of the gateway.</summary>
public sealed class UnreadableContentTests : IAsyncLifetime
{
    private const string Yaml = """
        schemes:
          signed: { type: digest, realm: devices@example.org, htdigest: devices.htdigest, qop: [auth-int] }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: forwarded, match: { path: /forwarded }, access: public, upstream: UPSTREAM }
          - { name: all, access: { any-of: [signed] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Broken_framing_is_refused_once_and_with_a_reference()
    {
        var reply = await _gateway.RawAsync(await HeadAsync("Transfer-Encoding: chunked") + "zz\r\n");

        Assert.Equal((400, Refusal.RequestAmbiguous.Row().Slug), (reply.Status, reply.Reason));
        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Equal((Refusal.RequestAmbiguous, "all", "signed"), (entry.Refusal, entry.Route, entry.Scheme));
        Assert.NotEmpty(Assert.Single(entry.Verdicts).Evidence!);
        await _gateway.Log.FindAsync((await _gateway.GetAsync("/later")).Reference);
        Assert.Single(_gateway.Log.Text().Split('\n'), line => line.Contains("\"request-ambiguous\"", StringComparison.Ordinal));
        Assert.Empty(_gateway.Upstream.All);
    }

    [Fact]
    public async Task A_client_that_is_gone_leaves_no_failure_behind()
    {
        using var spans = new EndedSpans(_gateway);
        using (var client = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(IPAddress.Loopback, _gateway.Url.Port, TestContext.Current.CancellationToken);
            var head = await HeadAsync("Content-Length: 100\r\nExpect: 100-continue");
            await client.SendAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            // 100 (Continue): the content is being waited for.
            Assert.True(await client.ReceiveAsync(new byte[100], TestContext.Current.CancellationToken) > 0);
            await client.SendAsync("half"u8.ToArray(), TestContext.Current.CancellationToken);
            client.LingerState = new(true, 0); // a reset, not an end
        }

        var span = await spans.FindAsync("http.request.method", "POST");

        Assert.Null(span.GetTagItem("error.type"));
        Assert.DoesNotContain("refused", _gateway.Log.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/a")]
    [InlineData("OPTIONS", "/open/a", "Max-Forwards: 0")]
    [InlineData("POST", "/nowhere/../a")]
    public async Task Nothing_follows_an_answer_that_did_not_wait_for_the_content(string method, string target, params string[] fields)
    {
        var reply = await _gateway.RawAsync(WithContent(method, target, fields));

        Assert.Equal("close", reply.Field("Connection"));
        Assert.Empty(_gateway.Upstream.All);
    }

    [Fact]
    public async Task A_content_that_was_read_leaves_the_connection_open()
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, _gateway.Url.Port, TestContext.Current.CancellationToken);
        await client.SendAsync(Encoding.ASCII.GetBytes(WithContent("POST", "/open/a") + WithContent("POST", "/open/b")), TestContext.Current.CancellationToken);
        while (_gateway.Upstream.All.Count < 2)
            Assert.True(await client.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken) > 0);
    }

    [Theory] // RFC 9112 §6.3: an incomplete message ends its connection
    [InlineData("/a", true)]
    [InlineData("/a", false)]
    [InlineData("/forwarded", false)]
    public async Task Nothing_within_a_content_that_breaks_off_is_taken_for_a_request(string target, bool isRead)
    {
        var head = isRead ? await HeadAsync("Content-Length: 1000000", "keep-alive")
            : RunningGateway.Written("POST", target, "Content-Length: 1000000").Replace("Connection: close", "Connection: keep-alive", StringComparison.Ordinal);
        var hidden = new string('A', 4000) + " /open/hidden HTTP/1.1\r\nHost: gateway.test\r\n\r\n";
        var octets = Encoding.ASCII.GetBytes(head + string.Concat(Enumerable.Repeat(hidden, 50)));
        for (var round = 0; round < 60; round++)
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, _gateway.Url.Port, TestContext.Current.CancellationToken);
            try
            {
                await client.SendAsync(octets, TestContext.Current.CancellationToken);
                client.Shutdown(SocketShutdown.Send);
                while (await client.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // Cut off, as it should be.
            }
        }

        await _gateway.Log.FindAsync((await _gateway.GetAsync("/later")).Reference);
        Assert.DoesNotContain("/open/hidden", _gateway.Upstream.All.Select(received => received.Target));
        Assert.DoesNotContain("/open/", _gateway.Log.Text(), StringComparison.Ordinal);
    }

    private static string WithContent(string method, string target, params string[] fields) =>
        RunningGateway.Written(method, target, ["Content-Length: 4", .. fields]).Replace("Connection: close", "Connection: keep-alive", StringComparison.Ordinal) + "abcd";

    private async Task<string> HeadAsync(string framing, string connection = "close")
    {
        var challenge = await Credential.AskedAsync(_gateway, "/a");
        return RunningGateway.Written("POST", "/a", Credential.Digest(challenge, "/a", password: "wrong", method: "POST", content: ""), framing)
            .Replace("Connection: close", "Connection: " + connection, StringComparison.Ordinal);
    }
}
