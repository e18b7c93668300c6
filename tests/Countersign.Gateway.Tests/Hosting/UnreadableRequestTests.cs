using System.Net.Sockets;
using System.Text;
using Countersign.Decisions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Requests that the server answers before the gateway sees one: not without a trace.</summary>
public sealed class UnreadableRequestTests
{
    private const string Yaml = "routes:\n  - { name: all, access: public, upstream: UPSTREAM }\n";

    public static TheoryData<string, Refusal> Unreadable => new()
    {
        { "GET / HTTP/1.1\r\nHost: gateway.test\r\nX-A: 1\r\n 2\r\n\r\n", Refusal.RequestAmbiguous },
        { "GET /a b HTTP/1.1\r\nHost: gateway.test\r\n\r\n", Refusal.RequestAmbiguous },
        { "GET / HTTP/1.1\r\n\r\n", Refusal.RequestAmbiguous },
        { $"GET / HTTP/1.1\r\nHost: gateway.test\r\nX-A: {new string('a', 40_000)}\r\n\r\n", Refusal.HeadersTooLarge },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Is_told_by_journal_log_and_metrics(string request, Refusal refusal)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.RawAsync(request);

        Assert.Equal(refusal.Row().Status, reply.Status);
        Assert.Equal(("0", "close"), (reply.Field("Content-Length"), reply.Field("Connection")));
        var line = await gateway.Log.FindAsync("(unreadable)");
        Assert.Equal(refusal.Row().Slug, line.GetProperty("reason").GetString());
        var entry = await gateway.JournalAsync(line.GetProperty("reference").GetString()!);
        Assert.Equal((refusal, "(unreadable)", "127.0.0.1"), (entry.Refusal, entry.Path, entry.ClientAddress));
        Assert.NotEmpty(Assert.Single(entry.Verdicts).Evidence!);
        Assert.Contains($"error_type=\"{refusal.Row().Slug}\"", await gateway.MetricsAsync(), StringComparison.Ordinal);
        Assert.Empty(gateway.Upstream.All);
    }

    [Fact]
    public async Task A_content_that_breaks_under_way_is_the_clients_fault_and_not_the_upstreams()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Url.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: gateway.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnot a length\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        var reply = Reply.Read(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.Equal((400, "application/problem+json"), (reply.Status, reply.Field("Content-Type")));
        Assert.Equal(reply.Reference, reply.Json.GetProperty("reference").GetString());
        Assert.Equal("Content unreadable", reply.Json.GetProperty("title").GetString());
    }
}
