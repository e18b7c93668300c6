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
        await _gateway.Log.FindAsync((await _gateway.GetAsync("/later")).Reference, TestContext.Current.CancellationToken);
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
            await client.SendAsync(Encoding.ASCII.GetBytes(await HeadAsync("Content-Length: 100") + "half"), TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            client.LingerState = new(true, 0); // a reset, not an end
        }

        var span = await spans.FindAsync("http.request.method", "POST");

        Assert.Null(span.GetTagItem("error.type"));
        Assert.DoesNotContain("refused", _gateway.Log.Text(), StringComparison.Ordinal);
    }

    private async Task<string> HeadAsync(string framing)
    {
        var challenge = await Credential.AskedAsync(_gateway, "/a");
        return RunningGateway.Written("POST", "/a", Credential.Digest(challenge, "/a", password: "wrong", method: "POST", content: ""), framing);
    }
}
