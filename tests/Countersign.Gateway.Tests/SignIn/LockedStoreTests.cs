using Countersign.Gateway.Tests.Hosting;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>What people see while another program has the store locked.</summary>
public sealed class LockedStoreTests
{
    [Fact]
    public async Task Nobody_seems_to_be_signed_out_while_that_can_t_be_written()
    {
        await using var gateway = await SignInSite.StartAsync();
        var (browser, copy) = (new TestBrowser(gateway), new TestBrowser(gateway));
        await browser.SignInAsync();
        copy.Cookies["countersign"] = browser.Session!;
        using var other = new SqliteConnection($"Data Source={gateway.Host.Services.Store.Place};Pooling=False");
        other.Open();
        other.Execute("BEGIN IMMEDIATE");

        var reply = await browser.PostAsync("/.countersign/logout", []);

        Assert.Equal(503, reply.Status);
        Assert.True(int.Parse(reply.Field("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal(copy.Session, browser.Session);
        Assert.DoesNotContain("You are signed out", reply.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.GetAsync("/staff/a")).Status);

        other.Execute("ROLLBACK");
        Assert.Equal(200, (await browser.PostAsync("/.countersign/logout", [])).Status);
        Assert.Equal(303, (await copy.GetAsync("/staff/a")).Status);
    }
}
