using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.SignIn;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class DataProtectionKeysTests(StoreHome home) : IDisposable
{
    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_one_gateway_protects_another_one_reads()
    {
        using var one = new StoreProtection(home.Open());
        using var other = new StoreProtection(home.Open());

        var secret = one.CreateProtector("a").Protect("words"u8.ToArray());

        Assert.Equal("words", Encoding.UTF8.GetString(other.CreateProtector("a").Unprotect(secret)));
    }

    [Fact]
    public void What_was_protected_is_read_after_a_restart()
    {
        byte[] secret;
        using (var one = new StoreProtection(home.Open()))
            secret = one.CreateProtector("a").Protect("words"u8.ToArray());
        home.CloseAll();

        using var again = new StoreProtection(home.Open());

        Assert.Equal("words", Encoding.UTF8.GetString(again.CreateProtector("a").Unprotect(secret)));
    }

    [Fact]
    public void What_is_protected_for_one_purpose_is_nothing_for_another()
    {
        using var protection = new StoreProtection(home.Open());
        var secret = protection.CreateProtector("a").Protect("words"u8.ToArray());

        Assert.ThrowsAny<CryptographicException>(() => protection.CreateProtector("b").Unprotect(secret));
    }

    [Fact]
    public async Task Takes_the_next_key_from_another_gateway_at_once_and_keeps_the_former()
    {
        using var one = new StoreProtection(home.Open());
        using var other = new StoreProtection(home.Open());
        var former = one.CreateProtector("a").Protect("before"u8.ToArray());
        Assert.Equal("before", Encoding.UTF8.GetString(other.CreateProtector("a").Unprotect(former)));

        var now = TimeProvider.System.GetUtcNow();
        var key = one.Keys.CreateNewKey(now, now + TimeSpan.FromDays(90));

        Assert.True(await Eventually.IsSoAsync(() => KeyOf(one.CreateProtector("a").Protect("x"u8.ToArray())) == key.KeyId && KeyOf(other.CreateProtector("a").Protect("x"u8.ToArray())) == key.KeyId));
        var next = one.CreateProtector("a").Protect("after"u8.ToArray());
        Assert.Equal("after", Encoding.UTF8.GetString(other.CreateProtector("a").Unprotect(next)));
        Assert.Equal("before", Encoding.UTF8.GetString(other.CreateProtector("a").Unprotect(former)));
    }

    // Behind four octets that say what it is.
    private static Guid KeyOf(byte[] secret) => new(secret.AsSpan(4, 16));

    public sealed class OnSqlite() : DataProtectionKeysTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : DataProtectionKeysTests(new PostgresHome(server));
}
