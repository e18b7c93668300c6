using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The console as a part of the gateway's life.</summary>
public sealed class GatewayLifeTests
{
    [Fact]
    public async Task The_gateway_ends_while_somebody_looks_on()
    {
        await using var site = await Site.RunAsync($"admin-token: {GatewayConsole.Token}\nroutes:\n  - {{ name: all, access: deny }}\n");
        await site.Gateway.TellsAsync("admin on ");
        using var looking = Programs.Start("curl", "--silent", "--no-buffer", "--user", $"operator:{GatewayConsole.Token}", new Uri(site.Gateway.Admin, "/console/live/stream").ToString());
        Assert.StartsWith("data: {", await looking.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var (code, _) = await site.Gateway.TerminateAsync();

        Assert.Equal(0, code);
        await looking.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_an_admin_listener_there_is_no_console()
    {
        await using var site = await Site.CreateAsync();
        await site.WriteAsync("countersign.yaml", "admin: none\nstore: sqlite:./countersign.db\nroutes:\n  - { name: all, access: deny }\n");
        await site.StartAsync();
        await site.Gateway.TellsAsync("serving 1 route ");

        Assert.DoesNotContain(site.Gateway.Lines, line => line.StartsWith("console on ", StringComparison.Ordinal));
        Assert.Equal(403, (await Programs.CurlAsync(site.Url("/console"))).Status);
    }
}
