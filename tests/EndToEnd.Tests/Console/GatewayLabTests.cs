using System.Net;
using System.Net.Sockets;
using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The pages Simulator and Lab in the console of a gateway, and what their server, which misbehaves on purpose, can't do there.</summary>
public sealed class GatewayLabTests(BrowserFixture browser, GatewayConsole console) : IClassFixture<GatewayConsole>
{
    private const string Closed = "routes:\n  - { name: all, access: deny }\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_behaviour_of_the_simulator_is_tried_and_an_exercise_solved()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "simulator?q=challenge/missing");
        Assert.Contains(console.Lab, await window.TextAsync(), StringComparison.Ordinal);
        await window.FollowAsync("Try it");
        Assert.Contains("challenge/missing", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("gateway-tried");
        await window.AssertIsFitAsync();

        await window.OpenAsync($"{console.Url}/playground?exercise=get-in-with-basic");
        await window.RunAsync("(s => { s.value = 'basic'; s.dispatchEvent(new Event('change')); })(document.getElementById('as'))");
        await window.FillAsync("user", "anna");
        await window.FillAsync("secret", "open:sesame");
        await window.FollowAsync("Send");
        await window.OpenAsync($"{console.Url}/lab/get-in-with-basic");
        Assert.Equal("Solved", await window.AskAsync("document.getElementById('standing-title').textContent"));
        await window.AssertIsFitAsync();

        // As long as the gateway runs, whoever looks.
        await using var other = await browser.OpenProfileAsync();
        Assert.Contains("1 of ", await (await console.OpenAsync(other, "lab")).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_playground_reaches_that_server_and_nothing_else_of_this_machine()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "playground");
        var lab = new Uri(console.Lab);

        Assert.DoesNotContain("is not asked", await SendAsync(window, $"{console.Lab}/status/401"), StringComparison.Ordinal);
        Assert.Contains("is not asked", await SendAsync(window, $"{console.Url}/people"), StringComparison.Ordinal);
        Assert.Contains("is not asked", await SendAsync(window, console.Site.Url("/open/")), StringComparison.Ordinal);
        Assert.Contains("is not asked", await SendAsync(window, $"http://localhost:{lab.Port}/status/401"), StringComparison.Ordinal);
        Assert.Contains("is not asked", await SendAsync(window, $"{console.Lab}/redirect-to?url={Uri.EscapeDataString(console.Url)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_at_the_servers_port_does_nothing_and_reads_nothing_though_the_browser_knows_the_credential()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "people");
        var api = new Uri(console.Site.Gateway.Admin, "/.countersign/").ToString();

        // What is at the other port is the same site to a browser: cookies and requests with credentials go from one to the other.
        await window.OpenAsync($"{console.Lab}/cookies/set?countersign=hostile&session=hostile");
        await window.OpenAsync($"{console.Lab}/html");
        var read = await window.AskAsync($$"""
            (async () => {
              const form = new URLSearchParams({ do: 'disable', name: 'anna' });
              const all = { credentials: 'include' };
              const said = [];
              for (const [url, more] of [
                ['{{console.Url}}/people', {}],
                ['{{console.Url}}/people', { method: 'POST', body: form }],
                ['{{console.Url}}/people', { method: 'POST', body: form, mode: 'no-cors' }],
                ['{{api}}users', {}],
                ['{{api}}users', { mode: 'no-cors' }],
                ['{{api}}users', { method: 'POST', mode: 'no-cors', body: '{"name":"mallory"}' }],
                ['{{api}}users', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"name":"mallory"}' }],
                ['{{api}}users/anna', { method: 'DELETE' }],
                ['{{api}}users/anna', { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: '{"enabled":false}' }],
                ['{{api}}sessions/revoke', { method: 'POST', mode: 'no-cors', body: '{"all":true}' }],
              ]) {
                try {
                  said.push(await (await fetch(url, { ...all, ...more })).text());
                } catch {
                  // The browser keeps it back.
                }
              }
              return said.join('');
            })()
            """);
        Assert.Equal("", read);

        await console.DisableByFormAsync(window, "anna");
        await window.UntilAsync("document.body.innerText.includes('not sent by a page of the console')");

        Assert.Equal(200, await console.StatusAsync("/staff/", "--user", $"anna:{GatewayConsole.Password}"));
        var (_, users) = await Programs.CurlAsync("--user", $"operator:{GatewayConsole.Token}", $"{api}users");
        Assert.DoesNotContain("mallory", users, StringComparison.Ordinal);

        // The cookies came along, and mean nothing there.
        await window.OpenAsync($"{console.Url}/people");
        Assert.Equal("Users, keys, sessions", await window.AskAsync("document.querySelector('h1').innerText"));
        Assert.Contains("session=hostile", await window.AskAsync("document.cookie"), StringComparison.Ordinal);
        Assert.Equal(401, (await Programs.CurlAsync("--cookie", "countersign=hostile; session=hostile", $"{console.Url}/people")).Status);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("simulator")]
    [InlineData("lab")]
    public async Task Nothing_that_the_admin_listener_answers_sets_a_cookie_or_is_for_another_origin(string page)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        client.DefaultRequestHeaders.Authorization = new("Bearer", GatewayConsole.Token);
        foreach (var url in new[] { $"{console.Url}/{page}", new Uri(console.Site.Gateway.Admin, "/.countersign/users").ToString() })
        {
            using var answer = await client.GetAsync(new Uri(url), Cancel);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        }
    }

    [Fact]
    public async Task A_port_that_somebody_has_is_named_with_its_key_and_nothing_starts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await using var site = await Site.CreateAsync();
        await site.ConfigureAsync($"admin-token: {GatewayConsole.Token}\nadmin-lab: {url}\n{Closed}");

        var ran = await site.CountersignAsync("run", "--listen", "http://127.0.0.1:0");

        Assert.Equal(1, ran.Code);
        Assert.Contains($"'admin-lab': {url} can't be listened on: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_gateway_and_a_changed_key_waits_for_the_next_start()
    {
        await using var site = await Site.RunAsync($"admin-token: {GatewayConsole.Token}\nadmin-lab: http://127.0.0.1:0\n{Closed}");
        await site.Gateway.TellsAsync("lab on ");
        var lab = site.Gateway.Lines.First(line => line.StartsWith("lab on ", StringComparison.Ordinal))["lab on ".Length..];
        Assert.Equal(401, (await Programs.CurlAsync($"{lab}/status/401")).Status);

        await site.ConfigureAsync($"admin-token: {GatewayConsole.Token}\n{Closed}");
        await site.Gateway.TellsAsync("admin-lab", "next start");
        Assert.Equal(401, (await Programs.CurlAsync($"{lab}/status/401")).Status);

        Assert.Equal(0, (await site.Gateway.TerminateAsync()).Code);
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, new Uri(lab).Port, Cancel));
    }

    [Fact]
    public async Task Without_the_key_the_pages_say_which_one_opens_them()
    {
        await using var site = await Site.RunAsync($"admin-token: {GatewayConsole.Token}\n{Closed}");
        await site.Gateway.TellsAsync("console on ");
        Assert.DoesNotContain(site.Gateway.Lines, line => line.StartsWith("lab on ", StringComparison.Ordinal));
        var url = site.Gateway.Lines.First(line => line.StartsWith("console on ", StringComparison.Ordinal))["console on ".Length..];
        await using var profile = await browser.OpenProfileAsync();
        foreach (var (width, scheme) in new[] { (1200, "light"), (360, "dark") })
        {
            var window = await profile.OpenConsoleWindowAsync(width, scheme);
            await window.OpenAsync(url.Replace("://", $"://operator:{GatewayConsole.Token}@", StringComparison.Ordinal));
            foreach (var page in new[] { "simulator/basic", "lab" })
            {
                await window.OpenAsync($"{url}/{page}");
                await window.PictureAsync($"without-{page.Split('/')[0]}-{width}-{scheme}");
                await window.AssertIsFitAsync();
                var line = await window.AskAsync("document.querySelector('.said pre').textContent");

                // What is to be copied is taken.
                await site.WriteAsync("copied.yaml", $"{line}\n{Closed}");
                var check = await Programs.CountersignAsync("check", site.PathOf("copied.yaml"));
                Assert.True(check.Code == 0, check.Output + check.Error);
            }
        }
    }

    private async Task<string> SendAsync(Window window, string url)
    {
        await window.OpenAsync($"{console.Url}/playground?url={Uri.EscapeDataString(url)}");
        await window.FillAsync("url", url);
        await window.RunAsync("document.getElementById('follows').checked = true");
        await window.FollowAsync("Send");
        return await window.TextAsync();
    }
}
