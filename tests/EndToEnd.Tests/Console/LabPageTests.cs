using System.Net;
using Countersign.Cli.Consoles;
using Countersign.EndToEnd.Clients;
using Countersign.WebConsole.Hosting;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>Exercises solved in a real browser: by the pages Lab and Playground, and by curl while the page looks on.</summary>
public sealed class LabPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private ConsoleServer _console = null!;

    [Theory]
    [InlineData(1200, "light")]
    [InlineData(360, "dark")]
    public async Task An_answer_solves_what_was_reproduced(int width, string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        await PlayAsync(window, "reproduce-a-401");
        await window.OpenAsync($"{_console.Url}/lab/reproduce-a-401");
        await window.FillAsync("part-scheme", "Basic");
        await window.FillAsync("part-realm", "somewhere else");
        await window.FollowAsync("Answer");
        await window.PictureAsync($"lab-near-{width}-{scheme}");
        await window.AssertIsFitAsync();
        Assert.Equal("How it stands", await window.AskAsync("document.getElementById('standing-title').textContent"));

        // The realm stands in the challenge, which the Playground shows.
        await PlayAsync(window, "reproduce-a-401");
        var realm = await window.AskAsync("document.body.innerText.match(/realm=\"([^\"]*)\"/)[1]");
        await window.OpenAsync($"{_console.Url}/lab/reproduce-a-401");
        await window.FillAsync("part-scheme", "Basic");
        await window.FillAsync("part-realm", realm);
        await window.FollowAsync("Answer");

        await AssertSolvedAsync(window, "reproduce-a-401");
        await window.PictureAsync($"lab-solved-{width}-{scheme}");
        await window.AssertIsFitAsync();
        await window.OpenAsync($"{_console.Url}/lab/learnt");
        await window.PictureAsync($"lab-learnt-{width}-{scheme}");
        await window.AssertIsFitAsync();
        await window.OpenAsync($"{_console.Url}/lab");
        Assert.Contains("1 of ", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync($"lab-list-{width}-{scheme}");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task Basic_gets_in_by_one_edit()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await PlayAsync(window, "get-in-with-basic", "basic", "anna", "open:sesame");

        await AssertSolvedAsync(window, "get-in-with-basic");
        Assert.Contains("That is the least.", await window.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newline_is_taken_away()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await OpenAsync(window, "the-invisible-newline");
        var fields = await window.AskAsync("document.getElementById('fields').value");
        var encoded = fields.Split("Basic ")[1].Split('\n')[0];
        var right = Convert.ToBase64String([.. Convert.FromBase64String(encoded).TakeWhile(octet => octet != '\n' && octet != '\r')]);
        await window.FillAsync("fields", fields.Replace(encoded, right, StringComparison.Ordinal));
        await window.FollowAsync("Send");

        await AssertSolvedAsync(window, "the-invisible-newline");
        await window.PictureAsync("lab-change");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task The_strongest_scheme_is_taken()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await PlayAsync(window, "read-the-challenge", "digest", "anna", "open sesame");

        await AssertSolvedAsync(window, "read-the-challenge");
    }

    [Fact]
    public async Task The_minimum_is_found()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await OpenAsync(window, "find-the-minimum");
        var fields = await window.AskAsync("document.getElementById('fields').value");
        var edited = fields.Split('\n').Where(line => !line.StartsWith("Origin:", StringComparison.Ordinal))
            .Select(line => line.StartsWith("Authorization:", StringComparison.Ordinal) ? $"Authorization: Basic {Convert.ToBase64String("anna:open sesame"u8)}" : line);
        await window.FillAsync("fields", string.Join('\n', edited));
        await window.FollowAsync("Send");

        await AssertSolvedAsync(window, "find-the-minimum");
        Assert.Contains("Each of them is needed", await window.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_nonce_serves_twice_and_is_counted_on()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/lab/digest-by-hand");
        var login = await LoginAsync(window);
        await PlayAsync(window, "digest-by-hand", "digest", login.User, login.Password, times: 2);

        await AssertSolvedAsync(window, "digest-by-hand");
    }

    [Fact]
    public async Task The_origin_is_mended_by_what_is_typed_in()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/lab/fix-the-origin");
        await window.RunAsync("document.querySelector('textarea').value = 'Basic realm=\"Reading Room\", charset=\"UTF-8\"'");
        await window.FollowAsync("Answer");
        await PlayAsync(window, "fix-the-origin");

        await AssertSolvedAsync(window, "fix-the-origin");
    }

    [Fact]
    public async Task The_page_shows_what_any_client_sends_while_it_is_open()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/lab/get-in-with-basic");
        await window.UntilAsync("!document.getElementById('again').checkVisibility()");
        var address = await window.AskAsync("document.querySelector('.address').textContent");

        await Programs.CurlAsync("-u", "anna:open", $"{address}/door");
        await window.UntilAsync("document.querySelectorAll('#recorded li').length === 1 && !document.getElementById('near').hidden");
        await Programs.CurlAsync("-u", "anna:open:sesame", $"{address}/door");
        await window.UntilAsync("document.querySelectorAll('#recorded li').length === 2 && !document.getElementById('just').hidden");
        await window.PictureAsync("lab-live");
        await window.AssertIsFitAsync();
        await window.FollowAsync("See how");
        await AssertSolvedAsync(window, "get-in-with-basic");
    }

    [Theory]
    [InlineData(1200, "light")]
    [InlineData(360, "dark")]
    public async Task What_a_page_cannot_ask_is_solved_by_the_lines_that_the_page_shows(int width, string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        await window.OpenAsync($"{_console.Url}/lab/refused-twice");
        Assert.Contains("A page can't ask a proxy for a tunnel", await window.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Open in the Playground", await window.TextAsync(), StringComparison.Ordinal);
        await window.FollowAsync("Give up and show the solution");
        var lines = await window.AskAsync("document.querySelector('#help pre').textContent");

        var ran = await Programs.RunAsync("env", ["-u", "NO_PROXY", "-u", "no_proxy", "sh", "-c", $"{lines}\nrm \"$CA\""]);

        Assert.Contains("HTTP/1.1 407 ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("HTTP/2 401 ", ran.Output, StringComparison.Ordinal);
        await AssertSolvedAsync(window, "refused-twice");
        Assert.Contains("the field Proxy-Authorization of CONNECT added", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync($"lab-tunnel-{width}-{scheme}");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task Hints_come_by_the_keyboard_and_the_solution_after_giving_up()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/lab/stale-nonce");
        await window.RunAsync("[...document.querySelectorAll('button')].find(each => each.value === 'hint').focus(); window.isLeft = true");
        await window.StrikeAsync("Enter", "\r", 13);
        await window.UntilAsync("!window.isLeft && document.querySelectorAll('.hints li').length === 1");
        await window.FollowAsync("Another hint");
        Assert.Equal(2, (await window.RunAsync("document.querySelectorAll('.hints li').length"))!.GetValue<int>());
        await window.FollowAsync("Give up and show the solution");
        await window.PictureAsync("lab-given-up");
        await window.AssertIsFitAsync();
        Assert.Contains("LAB=http://127.0.0.1:", await window.TextAsync(), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() =>
        _console = await ConsoleServer.StartAsync(new() { Version = "1.2.3", Visits = new ConsoleVisits(TimeProvider.System) }, new(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private async Task OpenAsync(Window window, string slug) => await window.OpenAsync($"{_console.Url}/playground?exercise={slug}");

    private async Task PlayAsync(Window window, string slug, string scheme = "none", string user = "", string password = "", int times = 1)
    {
        await OpenAsync(window, slug);
        await window.RunAsync($"(s => {{ s.value = '{scheme}'; s.dispatchEvent(new Event('change')); }})(document.getElementById('as'))");
        if (user.Length > 0)
        {
            await window.FillAsync("user", user);
            await window.FillAsync("secret", password);
        }

        await window.RunAsync($"document.getElementById('times').value = '{times}'");
        await window.FollowAsync("Send");
        Assert.NotNull(await window.RunAsync("document.getElementById('verdict')?.id"));
    }

    private async Task AssertSolvedAsync(Window window, string slug)
    {
        await window.OpenAsync($"{_console.Url}/lab/{slug}");
        Assert.True(await window.AskAsync("document.getElementById('standing-title').textContent") == "Solved", await window.TextAsync());
    }

    private static async Task<(string User, string Password)> LoginAsync(Window window)
    {
        var text = await window.AskAsync("document.querySelector('.story').textContent");
        var found = System.Text.RegularExpressions.Regex.Match(text, "user is (?<user>\\w+), the password is (?<password>[^.,;]+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(found.Success, text);
        return (found.Groups["user"].Value, found.Groups["password"].Value);
    }
}
