using System.Net;
using System.Net.Sockets;
using Countersign.Client.Tokens.SignIns;
using Xunit;

namespace Countersign.Client.Tests.Tokens.SignIns;

/// <summary>The answer comes to a port of this machine, to which anything may connect (RFC 8252 §7.3, §8.10).</summary>
public sealed class LoopbackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_the_answer_that_the_browser_brings()
    {
        using var http = new HttpClient();
        Uri? redirect = null;
        Task<string>? page = null;
        var agent = new LoopbackUserAgent((_, _) =>
        {
            page = http.GetStringAsync($"{redirect}?code=c&state=s", Cancel);
            return Task.CompletedTask;
        });

        var answer = await agent.VisitAsync(To(uri => redirect = uri), Cancel);

        Assert.Equal("?code=c&state=s", answer.Query);
        Assert.Equal("127.0.0.1", redirect!.Host);
        Assert.Equal(agent.Farewell, await page!);
    }

    [Fact]
    public async Task Listens_where_it_was_registered_by_another_run_of_the_program()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        using var http = new HttpClient();
        Uri? redirect = null;
        var agent = new LoopbackUserAgent((_, _) => http.GetStringAsync($"{redirect}?code=c&state=s", Cancel));
        agent.Prefer(new($"http://127.0.0.1:{port}/callback"));

        await agent.VisitAsync(To(uri => redirect = uri), Cancel);

        Assert.Equal(port, redirect!.Port);
    }

    [Fact]
    public async Task Waits_on_whatever_else_comes()
    {
        using var http = new HttpClient();
        Uri? redirect = null;
        List<HttpStatusCode> refused = [];
        var agent = new LoopbackUserAgent(async (_, cancel) =>
        {
            // Browsers connect ahead and say nothing; pages and programs of this machine try.
            using var silent = new TcpClient();
            await silent.ConnectAsync(IPAddress.Loopback, redirect!.Port, cancel);
            foreach (var wrong in new[] { $"{redirect}?code=x&state=other", $"{redirect}?code=x", $"http://127.0.0.1:{redirect.Port}/favicon.ico", $"http://127.0.0.1:{redirect.Port}/other?code=x&state=s", $"{redirect}?code=x&state=s&state=s" })
            {
                using var response = await http.GetAsync(wrong, cancel);
                refused.Add(response.StatusCode);
            }

            using var posted = await http.PostAsync($"{redirect}?code=x&state=s", null, cancel);
            refused.Add(posted.StatusCode);
            using var right = await http.GetAsync($"{redirect}?code=c&state=s", cancel);
            Assert.Equal("no-store", right.Headers.CacheControl!.ToString());
        });

        var answer = await agent.VisitAsync(To(uri => redirect = uri), Cancel);

        Assert.Equal("?code=c&state=s", answer.Query);
        Assert.All(refused, status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(6, refused.Count);
    }

    [Fact]
    public async Task Waits_on_however_much_comes()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        Uri? redirect = null;
        var agent = new LoopbackUserAgent(async (_, cancel) =>
        {
            for (var i = 0; i < 300; i++)
            {
                using var wrong = await http.GetAsync($"{redirect}?code=x&state=other", cancel);
            }

            using var right = await http.GetAsync($"{redirect}?code=c&state=s", cancel);
        });

        Assert.Equal("?code=c&state=s", (await agent.VisitAsync(To(uri => redirect = uri), Cancel)).Query);
    }

    [Fact]
    public async Task Opens_one_page_at_a_time()
    {
        using var http = new HttpClient();
        var (open, most) = (0, 0);
        var redirects = new Queue<Uri>();
        var agent = new LoopbackUserAgent(async (_, cancel) =>
        {
            most = Math.Max(most, ++open);
            await Task.Yield();
            using var right = await http.GetAsync($"{redirects.Dequeue()}?code=c&state=s", cancel);
            open--;
        });

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => agent.VisitAsync(To(redirects.Enqueue), Cancel)));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Stops_listening_when_nobody_waits_any_more()
    {
        Uri? redirect = null;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var agent = new LoopbackUserAgent((_, _) => gone.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.VisitAsync(To(uri => redirect = uri), gone.Token));

        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, redirect!.Port, Cancel).AsTask());
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("calc:run")]
    public async Task Opens_nothing_but_pages(string address)
    {
        // CVE-2025-6514
        var isOpened = false;
        var agent = new LoopbackUserAgent((_, _) =>
        {
            isOpened = true;
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<ArgumentException>(() => agent.VisitAsync((_, _) => Task.FromResult(new Uri(address)), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => SystemBrowser.OpenAsync(new(address), Cancel));

        Assert.False(isOpened);
    }

    [Fact]
    public void Gives_an_address_to_a_program_as_one_argument_and_to_no_shell()
    {
        var start = SystemBrowser.StartOf(new("https://login.example/authorize?a=$(id)&b=`id`\"&c=%0a"));

        Assert.False(start.UseShellExecute);
        Assert.Empty(start.Arguments);
        var address = Assert.Single(start.ArgumentList, argument => argument.StartsWith("https:", StringComparison.Ordinal));
        Assert.DoesNotContain('"', address);
        Assert.DoesNotContain('`', address);
    }

    private static Func<Uri, CancellationToken, Task<Uri>> To(Action<Uri> note) => (redirect, _) =>
    {
        note(redirect);
        return Task.FromResult(new Uri("https://login.example/authorize?state=s"));
    };
}
