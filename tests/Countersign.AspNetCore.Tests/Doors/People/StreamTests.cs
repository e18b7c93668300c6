using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>What goes on in a session ends with it.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_of_events_breaks_off_when_its_session_is_ended()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(over);
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/events", UriKind.Relative)) { Headers = { { "Cookie", $"countersign={browser.Session}" } } };
        using var answer = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal('.', stream.ReadByte());

        await EndAsync(app, browser);

        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken).AsTask());
        await over.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_WebSocket_breaks_off_whatever_the_application_waits_for()
    {
        await using var app = await StartAsync(new());
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        var place = new UriBuilder(app.Client.BaseAddress!) { Scheme = "ws", Path = "/socket" }.Uri;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"countersign={browser.Session}");
        socket.Options.SetRequestHeader("Origin", app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(place, TestContext.Current.CancellationToken);

        await EndAsync(app, browser);

        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_WebSocket_of_another_origin_never_begins()
    {
        await using var app = await StartAsync(new());
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"countersign={browser.Session}");
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(app.Client.BaseAddress!) { Scheme = "ws", Path = "/socket" }.Uri, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    private static Task<DoorApplication> StartAsync(TaskCompletionSource over) => PeopleApplication.StartAsync(
        map: app =>
        {
            app.UseWebSockets();
            app.MapGet("/events", async (HttpContext context) =>
            {
                await context.Response.WriteAsync(".");
                await context.Response.Body.FlushAsync();
                await using var ended = context.RequestAborted.Register(over.SetResult);
                await over.Task;
            }).RequireCountersign("people");
            app.Map("/socket", async (HttpContext context) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.ReceiveAsync(new byte[1], CancellationToken.None);
            }).RequireCountersign("people");
        },
        onSocket: true);

    private static async Task EndAsync(DoorApplication app, DoorBrowser browser)
    {
        var sessions = app.DoorOf().Services.Sessions;
        var all = await sessions.ListAsync(TestContext.Current.CancellationToken);
        Assert.True(await sessions.RevokeAsync(Assert.Single(all).Handle, TestContext.Current.CancellationToken));
        Assert.NotNull(browser.Session);
    }
}
