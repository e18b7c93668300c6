using Xunit;

namespace Countersign.EndToEnd.Console;

public sealed class ConsoleCommandTests
{
    [Fact]
    public async Task The_command_says_where_it_listens_and_what_it_reaches_and_serves()
    {
        using var process = Programs.Start("dotnet", ["exec", Checkout.Command, "console", "--listen", "127.0.0.1:0", "--allow", "loopback", "--allow", "10.1.0.0/16"]);
        try
        {
            Assert.Equal("its requests may reach the internet, this machine and 10.1.0.0/16", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("listening on http://127.0.0.1:", line, StringComparison.Ordinal);

            var (status, page) = await Programs.CurlAsync(line!["listening on ".Length..]);
            Assert.Equal(200, status);
            Assert.Contains("<h1>Countersign</h1>", page, StringComparison.Ordinal);
            Assert.Equal(421, (await Programs.CurlAsync("-H", "Host: evil.example", line["listening on ".Length..])).Status);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("--allow", "everything")]
    [InlineData("--listen", "somewhere")]
    public async Task Words_that_mean_nothing_are_wrong_usage(string option, string value)
    {
        var ran = await Programs.CountersignAsync("console", option, value);

        Assert.Equal(2, ran.Code);
        Assert.Contains(option, ran.Error, StringComparison.Ordinal);
    }
}
