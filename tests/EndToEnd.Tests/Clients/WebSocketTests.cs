using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace Countersign.EndToEnd.Clients;

public sealed class WebSocketTests(SiteFixture fixture)
{
    private readonly Site _site = fixture.Site;

    [Fact]
    public async Task Speaks_both_ways_with_credentials()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(ExampleSite.Anna)));
        await socket.ConnectAsync(Address(), cancel);

        foreach (var message in (string[])["one", "two"])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancel);
            var buffer = new byte[100];
            var part = await socket.ReceiveAsync(buffer, cancel);
            Assert.Equal(message, Encoding.UTF8.GetString(buffer, 0, part.Count));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Is_not_opened_without_credentials()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address(), TestContext.Current.CancellationToken));

        Assert.Equal(401, (int)socket.HttpStatusCode);
        Assert.Contains("WWW-Authenticate", socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase);
    }

    private Uri Address() => new(_site.Url("/basic/socket").Replace("http:", "ws:", StringComparison.Ordinal));
}
