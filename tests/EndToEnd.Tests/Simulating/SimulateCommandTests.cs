using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>The command <c>simulate</c> as a process of its own.</summary>
public sealed class SimulateCommandTests
{
    [Fact]
    public async Task Says_where_it_listens_and_writes_the_certificate_to_trust()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        var certificate = Path.Combine(folder.FullName, "simulator.pem");
        using var process = Programs.Start("dotnet", "exec", Checkout.Command, "simulate", "--listen", "http://127.0.0.1:0", "--tls-listen", "127.0.0.1:0", "--proxy-listen", "127.0.0.1:0", "--authority", certificate, "--seed", "a");
        try
        {
            var (url, tls, proxy) = (await AddressAsync(process, "listening on "), await AddressAsync(process, "  with TLS on "), await AddressAsync(process, "  as a proxy on "));

            Assert.Equal(401, (await Programs.CurlAsync($"{url}/status/401")).Status);
            Assert.Equal(200, (await Programs.CurlAsync("--cacert", certificate, $"{tls}/get")).Status);
            Assert.Equal(200, (await Programs.CurlAsync("--noproxy", "", "--proxy", proxy, "--proxy-user", "anna:secret", "--cacert", certificate, "https://simulator.test/get")).Status);
            Assert.Equal(await File.ReadAllTextAsync(certificate, TestContext.Current.CancellationToken), (await Programs.CurlAsync($"{url}/authority.pem")).Body);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Lists_its_addresses_without_serving()
    {
        var ran = await Programs.CountersignAsync("simulate", "--list", "--format", "json");

        Assert.Contains("/status/{codes}", JsonDocument.Parse(ran.Output).RootElement.EnumerateArray().Select(row => row.GetProperty("path").GetString()));
    }

    [Theory]
    [InlineData("--tls-listen is an address and a port, such as 127.0.0.1:8401.", "--tls-listen", "8443")]
    [InlineData("--listen is an address and a port", "--listen", "http://127.0.0.1")]
    [InlineData("--listen is an address and a port", "--listen", "::1")]
    [InlineData("--listen is an address and a port", "--listen", "simulator.example:8401")]
    [InlineData("--listen is no loopback address", "--listen", "0.0.0.0:0")]
    [InlineData("--listen is no loopback address", "--listen", "http://0.0.0.0:0/")]
    [InlineData("--proxy-listen is no loopback address", "--proxy-listen", "[::]:0")]
    [InlineData("--authority and --authority-key are for --tls-listen and --proxy-listen.", "--authority", "a.pem")]
    public async Task Wrong_usage_is_2_and_says_what_is_wrong(string words, params string[] arguments)
    {
        var ran = await Programs.CountersignAsync(["simulate", .. arguments]);

        Assert.Equal(2, ran.Code);
        Assert.Contains(words, ran.Error, StringComparison.Ordinal);
    }

    private static async Task<string> AddressAsync(System.Diagnostics.Process process, string begin)
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith(begin, line, StringComparison.Ordinal);
        return line![begin.Length..].Split(',')[0];
    }
}
