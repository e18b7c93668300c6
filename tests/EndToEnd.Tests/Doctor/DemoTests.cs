using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Doctor;

/// <summary>The doctor as somebody meets it first: before the demo.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("countersign-");
    private readonly List<string> _said = [];

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task The_demo_is_well_from_outside_and_from_within_and_missed_when_it_is_gone()
    {
        string url;
        using (var demo = Start("run", "--listen", "http://127.0.0.1:0"))
        {
            demo.OutputDataReceived += (_, line) => Note(line.Data);
            demo.BeginOutputReadLine();
            Assert.True(await Eventually.IsSoAsync(() => Listening() is not null), "the demo does not start");
            url = Listening()! + "/pages/a?b=c";

            // All pages of its console work.
            Assert.True(await Eventually.IsSoAsync(() => Said("lab on http://127.0.0.1:")), "the demo has no simulator");

            var visit = await RunAsync("open sesame\n", "doctor", url, "--user", "anna", "--password-stdin");
            var wrong = await RunAsync("open barley\n", "doctor", url, "--user", "anna", "--password-stdin");
            var around = await RunAsync("", "doctor");

            Assert.True(visit.Code == 0, visit.Output + visit.Error);
            Assert.Contains("The session lets in", visit.Output, StringComparison.Ordinal);
            Assert.Contains(" 0 faults, 0 warnings,", " " + visit.Output.Split('\n')[^2], StringComparison.Ordinal);
            Assert.Equal("", visit.Error);
            Assert.Equal(1, wrong.Code);
            Assert.Contains("countersign explain ", wrong.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("open ", visit.Output + wrong.Output + visit.Error + wrong.Error, StringComparison.Ordinal);
            Assert.True(around.Code == 0, around.Output + around.Error);
            Assert.Contains("Somebody can sign in: 1 user", around.Output, StringComparison.Ordinal);
            demo.Kill(entireProcessTree: true);
            await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var gone = await RunAsync("", "doctor", url);
        var goneAround = await RunAsync("", "doctor", "--format", "json");
        Assert.Equal((1, 1), (gone.Code, goneAround.Code));
        Assert.Contains("does not answer", gone.Output, StringComparison.Ordinal);
        Assert.Contains("\"upstreams/answer\"", goneAround.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor", "nonsense")]
    [InlineData("doctor", "https://anna:secret@app.example.org/")]
    [InlineData("doctor", "--user", "anna")]
    [InlineData("doctor", "http://localhost/", "--config", "a.yaml")]
    [InlineData("doctor", "http://localhost/", "--resolve", "localhost")]
    [InlineData("doctor", "http://localhost/", "--password-stdin")]
    [InlineData("doctor", "http://localhost/", "--as", "robot")]
    [InlineData("doctor", "http://localhost/", "--sign-in-host", "login.example.org")]
    [InlineData("doctor", "http://localhost/", "--user", "anna", "--sign-in-host", "https://login.example.org")]
    [InlineData("doctor", "http://localhost/", "--origin", "https://app.example.org/x")]
    public async Task Wrong_usage_is_told_so(params string[] arguments)
    {
        var ran = await RunAsync("", arguments);

        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.DoesNotContain("secret", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_never_waited_for_where_nobody_types()
    {
        var ran = await RunAsync("", "doctor", "http://localhost/", "--user", "anna");

        Assert.Equal(1, ran.Code);
        Assert.Contains("--password-stdin", ran.Error, StringComparison.Ordinal);
    }

    private string? Listening()
    {
        lock (_said)
            return _said.Find(line => line.StartsWith("listening on ", StringComparison.Ordinal))?["listening on ".Length..].TrimEnd('/');
    }

    private bool Said(string text)
    {
        lock (_said)
            return _said.Exists(line => line.StartsWith(text, StringComparison.Ordinal));
    }

    private void Note(string? line)
    {
        lock (_said)
            _said.Add(line ?? "");
    }

    private async Task<Ran> RunAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(4));
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>In a home of its own, where there is no configuration.</summary>
    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Checkout.Command, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.FullName,
        };
        start.Environment["XDG_DATA_HOME"] = _home.FullName;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["NO_PROXY"] = "*";
        return Process.Start(start)!;
    }
}
