using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>Contents that never end, break off, or are no text, as <c>countersign request</c> hands them on.</summary>
public sealed class RequestContentTests : IDisposable
{
    private readonly CommandHome _home = new();

    [Theory]
    [InlineData("/even", true, "complete", "even", 0, null)]
    [InlineData("/latin1", true, "complete", "müde Esel", 0, null)]
    [InlineData("/octets", true, "complete", null, 0, null)]
    [InlineData("/coded", true, "complete", null, 0, null)]
    [InlineData("/halting", false, "too-slow", "data: one\n\n", 0, null)]
    [InlineData("/broken", false, "cut-off", "the beginning", 1, "content-cut-off")]
    public async Task JSON_has_the_content_and_says_how_it_ended(string path, bool isWhole, string end, string? body, int code, string? reason)
    {
        await using var server = await OddServer.StartAsync();

        var ran = await _home.RunAsync("request", "--format", "json", "--timeout", "3s", server.Url + path);

        var told = JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal((code, reason, code == 0), (ran.Code, told.GetProperty("reason").GetString(), told.GetProperty("ok").GetBoolean()));
        Assert.Equal((isWhole, end, body), (told.GetProperty("bodyIsWhole").GetBoolean(), told.GetProperty("bodyEnd").GetString(), told.GetProperty("body").GetString()));
    }

    [Fact]
    public async Task JSON_has_the_beginning_of_what_never_ends()
    {
        await using var server = await OddServer.StartAsync();

        var ran = await _home.RunAsync("request", "--format", "json", server.Url + "/endless");

        var told = JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal((0, false, "too-long"), (ran.Code, told.GetProperty("bodyIsWhole").GetBoolean(), told.GetProperty("bodyEnd").GetString()));
        Assert.Equal(1024 * 1024, told.GetProperty("body").GetString()!.Length, tolerance: 64);
    }

    [Theory]
    [InlineData("/even", "bodyLength body bodyIsWhole bodyEnd")]
    [InlineData(null, "")]
    public async Task JSON_has_the_members_that_programs_rely_on(string? path, string body)
    {
        await using var server = await OddServer.StartAsync();

        var ran = await _home.RunAsync("request", "--format", "json", path is null ? "http://127.0.0.1:1/" : server.Url + path);

        var told = JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal($"ok status reason sentence advice problem reference explain exchange {body}".TrimEnd(), NamesIn(told));
        Assert.Equal(
            "number purpose method url version headers carried status outage milliseconds answerHeaders meaning challenges followedTo leftBehind",
            NamesIn(told.GetProperty("exchange")[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--format json")]
    public async Task Ends_when_nobody_reads_any_more(string options)
    {
        await using var server = await OddServer.StartAsync();

        var ran = await Programs.RunAsync("bash", ["-c", $"HOME={_home.PathOf("")} dotnet exec '{Checkout.Command}' request -q {options} {server.Url}/endless | head -c 4 >&2; echo ${{PIPESTATUS[0]}}"]);

        Assert.Equal("0\n", ran.Output);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_content_broke_off_and_leaves_what_came()
    {
        await using var server = await OddServer.StartAsync();

        var ran = await _home.RunAsync("request", "-q", server.Url + "/broken");

        Assert.Equal((1, "the beginning"), (ran.Code, ran.Output));
        Assert.StartsWith("Only a part of the content is here: ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/missing", "The server answers 404 Not Found.\n")]
    [InlineData("/loop", "The answer leads on, and 20 redirects have been followed already.\n")]
    public async Task What_went_wrong_is_told_quietly_too(string path, string told)
    {
        await using var server = await OddServer.StartAsync();

        var ran = await _home.RunAsync("request", "-q", server.Url + path);

        Assert.Equal((1, "", told), (ran.Code, ran.Output, ran.Error));
    }

    [Theory]
    [InlineData("request", "stopped before the answer was complete.")]
    [InlineData("login", "stopped before anybody was signed in.")]
    public async Task Says_that_it_was_stopped(string command, string told)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        await using var server = await OddServer.StartAsync();
        using var process = _home.Start(command, server.Url + "/silent");
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.Asked.WaitAsync(TestContext.Current.CancellationToken);

        // It is heard as Ctrl+C is, which what a script starts in the background does not hear.
        await Programs.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.EndsWith($"countersign: {told}\n", await error, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private static string NamesIn(JsonElement value) => string.Join(' ', value.EnumerateObject().Select(member => member.Name));
}
