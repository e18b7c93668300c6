using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>What a program left behind.</summary>
internal sealed record Ran(int Code, string Output, string Error);

/// <summary>Runs real programs to their end.</summary>
internal static class Programs
{
    public static Task<Ran> CountersignAsync(params string[] arguments) => RunAsync("dotnet", ["exec", Checkout.Command, .. arguments]);

    public static Task<Ran> CountersignWithInputAsync(string input, params string[] arguments) =>
        RunAsync("dotnet", ["exec", Checkout.Command, .. arguments], input);

    /// <summary>The status that curl saw, then the body that it wrote.</summary>
    public static async Task<(int Status, string Body)> CurlAsync(params string[] arguments)
    {
        Need("/usr/bin/curl");
        var ran = await RunAsync("curl", ["--silent", "--noproxy", "*", "--write-out", "\n%{http_code}", .. arguments]);
        Assert.True(ran.Code == 0, $"curl ended with {ran.Code}: {ran.Error}");
        var end = ran.Output.LastIndexOf('\n');
        return (int.Parse(ran.Output[(end + 1)..], CultureInfo.InvariantCulture), ran.Output[..end]);
    }

    public static async Task<Ran> RunAsync(string program, string[] arguments, string? input = null, double seconds = 240)
    {
        using var process = Start(program, arguments);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.", late);
        }
    }

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["NO_PROXY"] = "*";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return Process.Start(start)!;
    }

    public static void Need(string program) => Assert.SkipUnless(File.Exists(program), $"{Path.GetFileName(program)} is not installed");
}
