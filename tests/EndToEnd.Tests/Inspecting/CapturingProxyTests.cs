using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Countersign.Cli.Capturing;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Countersign.Lab.Tunnels;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>What passes <c>countersign record</c> arrives as it was sent, and is taken down without its secrets.</summary>
public sealed class CapturingProxyTests : IDisposable
{
    private const string Token = "token-that-nobody-sees-1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private readonly TestAuthority _servers = new();
    private readonly StringWriter _told = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_passes_is_taken_down_and_judged_without_its_secrets(bool isTls)
    {
        await using var server = await ServerAsync(isTls, AskedServer.Guarded($"Bearer {Token}", "Bearer"));
        using var authority = ThrowAwayAuthority.Fresh(TimeProvider.System);
        var capture = new Capture(_told, keepsSecrets: false, api: null);
        await using (var proxy = await ProxyAsync(capture, authority))
        {
            using var client = ClientOf(proxy, authority);
            using var refused = await client.GetAsync(new Uri(Named(server, "/x?access_token=" + Token)), Cancel);
            using var request = new HttpRequestMessage(HttpMethod.Post, Named(server, "/x")) { Content = new StringContent($"{{\"password\":\"{Token}\"}}", Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
            using var taken = await client.SendAsync(request, Cancel);

            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, taken.StatusCode));
            Assert.Equal($"You are in with Bearer {Token}.", await taken.Content.ReadAsStringAsync(Cancel));
        }

        capture.Sum();
        capture.WriteTo(PathOf("x.har"));
        var har = await File.ReadAllBytesAsync(PathOf("x.har"), Cancel);
        var recording = TranscriptReader.Read(har, out _)!;
        Assert.Equal([401, 200], recording.Exchanges.Select(each => each.Status));
        Assert.Equal("You are in with Bearer ***.", recording.Exchanges[1].Response!.Content.Text);
        Assert.Contains("warning bearer/no-parameter", _told.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 exchanges; 200: 1, 401: 1", _told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, _told + Encoding.UTF8.GetString(har), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_written_only_where_they_are_wanted()
    {
        await using var server = await ServerAsync(isTls: false, AskedServer.Guarded($"Bearer {Token}", "Bearer realm=\"x\""));
        var capture = new Capture(_told, keepsSecrets: true, api: null);
        await using (var proxy = await ProxyAsync(capture, authority: null))
        {
            using var client = ClientOf(proxy, authority: null);
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
            (await client.GetAsync(new Uri(server.Url + "/x"), Cancel)).Dispose();
        }

        capture.WriteTo(PathOf("x.har"));
        Assert.Contains(Token, await File.ReadAllTextAsync(PathOf("x.har"), Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, _told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_authority_tunnels_pass_and_nothing_of_them_is_seen()
    {
        await using var server = await ServerAsync(isTls: true, context => context.Response.WriteAsync("through"));
        var capture = new Capture(_told, keepsSecrets: false, api: null);
        await using var proxy = await ProxyAsync(capture, authority: null);
        using var client = ClientOf(proxy, authority: null);

        Assert.Equal("through", await client.GetStringAsync(new Uri(Named(server, "/x")), Cancel));

        var tunnel = Assert.Single(capture.Recording().Exchanges);
        Assert.Equal((ExchangeRole.Connect, 200), (tunnel.Role, tunnel.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Web_sockets_pass(bool isTls)
    {
        await using var server = await ServerAsync(isTls, EchoAsync);
        using var authority = ThrowAwayAuthority.Fresh(TimeProvider.System);
        var capture = new Capture(_told, keepsSecrets: false, api: null);
        await using var proxy = await ProxyAsync(capture, authority);
        using var client = new HttpMessageInvoker(HandlerOf(proxy, authority));
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new Uri(Named(server, "/socket").Replace("http", "ws", StringComparison.Ordinal)), client, Cancel);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Cancel);
        var answer = new byte[100];
        var received = await socket.ReceiveAsync(answer, Cancel);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);

        Assert.Equal("hello", Encoding.UTF8.GetString(answer, 0, received.Count));
        Assert.True(await Eventually.IsSoAsync(() => capture.Recording().Exchanges.Any(each => each.Status == 101)));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_of()
    {
        var capture = new Capture(_told, keepsSecrets: false, api: null);
        await using var proxy = await ProxyAsync(capture, authority: null);
        using var client = ClientOf(proxy, authority: null);

        using var answer = await client.GetAsync(new Uri("http://127.0.0.1:1/x"), Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("no connection", Assert.Single(capture.Recording().Exchanges).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_the_proxy_itself_is_told_what_it_is()
    {
        await using var proxy = await ProxyAsync(new(_told, keepsSecrets: false, api: null), authority: null);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using var answer = await client.GetAsync(new Uri(proxy.Url + "/x"), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public void An_authority_is_kept_for_its_owner_alone_and_found_again()
    {
        using (var first = ThrowAwayAuthority.Kept(PathOf("key.pem"), TimeProvider.System))
        using (var second = ThrowAwayAuthority.Kept(PathOf("key.pem"), TimeProvider.System))
            Assert.Equal(first.Pin, second.Pin);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("key.pem")));
        File.WriteAllText(PathOf("other.pem"), "no key");
        Assert.ThrowsAny<CryptographicException>(() => ThrowAwayAuthority.Kept(PathOf("other.pem"), TimeProvider.System));
    }

    [Theory]
    [InlineData("--listen", "0.0.0.0:0")]
    [InlineData("--listen", "localhost")]
    [InlineData("--tls")]
    [InlineData("--authority", "x.pem")]
    [InlineData("--with-secrets")]
    public async Task Wrong_usage_is_refused_and_a_proxy_for_everybody_with_it(params string[] arguments)
    {
        var ran = await Programs.CountersignAsync(["record", .. arguments]);

        Assert.Equal(2, ran.Code);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _servers.Dispose();
        _told.Dispose();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static string Named(AskedServer server, string path) => server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + path;

    private Task<AskedServer> ServerAsync(bool isTls, RequestDelegate answer)
    {
        if (!isTls)
            return AskedServer.StartAsync(answer);
        var (certificate, key) = _servers.Issue("localhost");
        return AskedServer.StartAsync(answer, X509Certificate2.CreateFromPem(certificate, key));
    }

    private async Task<CapturingProxy> ProxyAsync(Capture capture, ThrowAwayAuthority? authority)
    {
        await File.WriteAllTextAsync(PathOf("servers.pem"), _servers.Pem, Cancel);
        return await CapturingProxy.StartAsync(new(IPAddress.Loopback, 0), capture, authority, PathOf("servers.pem"), TimeProvider.System, Cancel);
    }

    private HttpClient ClientOf(CapturingProxy proxy, ThrowAwayAuthority? authority) => new(HandlerOf(proxy, authority));

    // It trusts the authority of the run alone, or where there is none that of the servers.
    private SocketsHttpHandler HandlerOf(CapturingProxy proxy, ThrowAwayAuthority? authority)
    {
        var handler = new SocketsHttpHandler { Proxy = new WebProxy(proxy.Url), UseProxy = true };
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority?.Pem ?? _servers.Pem));
        return handler;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var piece = new byte[100];
        while (await socket.ReceiveAsync(piece, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
            await socket.SendAsync(piece.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}
