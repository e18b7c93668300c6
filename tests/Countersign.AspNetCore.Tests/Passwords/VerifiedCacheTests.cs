using Countersign.AspNetCore.Passwords;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

public sealed class VerifiedCacheTests
{
    private static readonly PasswordHash Hash = PasswordHash.Parse("{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=");
    private readonly ManualTime _time = new();

    [Fact]
    public void Never_takes_one_split_of_the_same_text_for_another()
    {
        var cache = new VerifiedCache(_time);
        cache.Remember("ab", "c", Hash);

        Assert.True(cache.Holds("ab", "c", Hash));
        Assert.False(cache.Holds("a", "bc", Hash));
        Assert.False(cache.Holds("abc", "", Hash));
        Assert.NotEqual(cache.KeyOf("a", "b", "c"), cache.KeyOf("a", "bc", ""));
        Assert.NotEqual(new VerifiedCache(_time).KeyOf("a", "b", "c"), cache.KeyOf("a", "b", "c"));
    }

    [Fact]
    public void Stays_within_its_bounds()
    {
        var cache = new VerifiedCache(_time, 16, TimeSpan.FromMinutes(1));
        for (var number = 0; number < 100; number++)
        {
            cache.Remember($"user {number}", "password", Hash);
            cache.Remember($"user {number}", "password", Hash);
            Assert.True(cache.Holds($"user {number}", "password", Hash));
            Assert.InRange(cache.Count, 1, 16);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(cache.Holds("user 99", "password", Hash));
        cache.Remember("user 99", "password", Hash);
        Assert.True(cache.Holds("user 99", "password", Hash));
    }

    [Fact]
    public void Takes_long_passwords()
    {
        var cache = new VerifiedCache(_time);
        cache.Remember("user", new string('\u20ac', 400), Hash);

        Assert.True(cache.Holds("user", new string('\u20ac', 400), Hash));
        Assert.False(cache.Holds("user", new string('\u20ac', 401), Hash));
    }

    [Fact]
    public void Answers_without_allocating()
    {
        var cache = new VerifiedCache(_time);
        cache.Remember("user", "password", Hash);
        cache.Holds("user", "password", Hash);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < 100; number++)
            cache.Holds("user", "password", Hash);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 64);
    }
}
