using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>The command says what an <see cref="IOException"/> says, and ends with 1.</summary>
public sealed class UnusableAddressTests
{
    // RFC 5737: nobody's.
    private const string Foreign = "http://192.0.2.1:1";

    [Theory]
    [InlineData("listen", "listen: " + Foreign)]
    [InlineData("listen", "listen: [http://127.0.0.1:0, http://localhost:FREE, http://*:0, " + Foreign + "]")]
    [InlineData("admin", "listen: http://127.0.0.1:0\nadmin: " + Foreign)]
    public async Task An_address_of_another_machine_is_named_with_its_key(string key, string yaml)
    {
        using var files = new Fixtures();
        var text = yaml.Replace("FREE", $"{RunningGateway.FreePort()}", StringComparison.Ordinal);
        var admin = key == "admin" ? "" : "\nadmin: none";
        var file = files.Write($"{text}{admin}\nstore: sqlite:./countersign.db\nroutes:\n  - {{ name: all, access: deny }}\n");
        await using var log = new LogLines();

        var failure = await Assert.ThrowsAsync<IOException>(
            () => GatewayHost.StartAsync(ConfigurationReader.Read(file, _ => null).Configuration!, log, TestContext.Current.CancellationToken));

        Assert.StartsWith($"'{key}': {Foreign} can't be listened on: ", failure.Message, StringComparison.Ordinal);
    }
}
