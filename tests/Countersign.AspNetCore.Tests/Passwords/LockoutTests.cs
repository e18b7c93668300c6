using System.Net;
using Countersign.AspNetCore.Passwords;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

public sealed class LockoutTests
{
    private static readonly Network Home = Network.Of(IPAddress.Parse("192.0.2.1"));
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("John", "JOHN", "john")]
    [InlineData("J\u00f6rg", "J\u00d6RG", "jo\u0308rg")]
    public void Takes_variants_of_a_name_for_one(string first, string second, string third)
    {
        var lockout = new Lockout(_time, 2);
        lockout.Failed(first, Home);
        Assert.Null(lockout.WaitFor(third, Home));
        lockout.Failed(second, Home);

        Assert.NotNull(lockout.WaitFor(third, Home));
    }

    [Fact]
    public void Ends_after_the_window()
    {
        var lockout = new Lockout(_time, 1, TimeSpan.FromMinutes(2));
        lockout.Failed("a", Home);
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(30), lockout.WaitFor("a", Home));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Null(lockout.WaitFor("a", Home));
    }

    [Fact]
    public void Forgets_after_a_right_password()
    {
        var lockout = new Lockout(_time, 2);
        lockout.Failed("a", Home);
        lockout.Succeeded("A", Home);
        lockout.Failed("a", Home);

        Assert.Null(lockout.WaitFor("a", Home));
    }

    [Fact]
    public void Slows_a_name_across_networks_and_never_locks_it()
    {
        var lockout = new Lockout(_time, 10);
        for (var number = 0; number < 1000; number++)
            lockout.Failed("victim", NetworkOf(number));

        Assert.Null(lockout.WaitFor("victim", Home));
        lockout.Failed("victim", Home);
        Assert.NotNull(lockout.WaitFor("victim", Home));
        lockout.Failed("other", Home);
        Assert.Null(lockout.WaitFor("other", Home));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Keeps_a_victims_count_through_a_flood_of_names(int capacity)
    {
        var lockout = new Lockout(_time, 2, capacity: capacity);
        lockout.Failed("victim", Home);
        for (var number = 0; number < 20_000; number++)
            lockout.Failed($"name {number}", NetworkOf(number));
        lockout.Failed("victim", Home);

        Assert.NotNull(lockout.WaitFor("victim", Home));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("2001:db8:1::1")]
    public void Locks_nobody_elsewhere_when_somebody_fills_the_table(string attacker)
    {
        var lockout = new Lockout(_time, 2, capacity: 10);
        var octets = IPAddress.Parse(attacker).GetAddressBytes();
        for (var number = 0; number < 50_000; number++)
        {
            // One site: an IPv4 /24, or all that an IPv6 /48 has.
            if (octets.Length == 16)
                (octets[6], octets[7]) = ((byte)(number >> 8), (byte)number);
            lockout.Failed($"name {number}", Network.Of(new IPAddress(octets)));
        }

        for (var number = 0; number < 200; number++)
            Assert.Null(lockout.WaitFor($"innocent {number}", NetworkOf(number)));
        Assert.Null(lockout.WaitFor("name 49999", Home));
        lockout.Failed("innocent 1", Home);
        lockout.Failed("innocent 1", Home);
        Assert.NotNull(lockout.WaitFor("innocent 1", Home));
    }

    [Fact]
    public void Costs_nothing_to_ask_about_a_name_that_never_failed()
    {
        var lockout = new Lockout(_time, 2);
        lockout.Failed("somebody", NetworkOf(1));
        var request = new Client("192.0.2.1");
        for (var turn = 0; turn < 1000; turn++)
            Ask();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 1000; turn++)
            Ask();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);

        void Ask()
        {
            Assert.Null(lockout.WaitFor("sensor1", request));
            lockout.Succeeded("sensor1", request);
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public void Takes_fewer_than_it_counted_only_from_who_lost_none(bool mayLower, int expected)
    {
        var lockout = new Lockout(_time, 4);
        lockout.Share();
        for (var i = 0; i < 3; i++)
            lockout.Failed("a", Home);
        var (pair, _) = lockout.TakeUntold(100)[0];

        lockout.Adopt(pair, 1, TimeSpan.FromSeconds(10), mayLower);

        for (var more = 4 - expected; more > 0; more--)
        {
            Assert.Null(lockout.WaitFor("a", Home));
            lockout.Failed("a", Home);
        }

        Assert.NotNull(lockout.WaitFor("a", Home));
    }

    [Fact]
    public void Adds_what_others_were_not_told_to_what_they_counted_together()
    {
        var lockout = new Lockout(_time, 4);
        lockout.Share();
        lockout.Failed("a", Home);
        var told = lockout.TakeUntold(100);
        lockout.Failed("a", Home);

        lockout.Adopt(told[0].Attempts, 2, TimeSpan.Zero, mayLower: true);
        Assert.Null(lockout.WaitFor("a", Home));
        lockout.Adopt(told[0].Attempts, 3, TimeSpan.Zero, mayLower: true);
        Assert.NotNull(lockout.WaitFor("a", Home));

        // Forgotten here a moment ago: what they count is out of date.
        lockout.Succeeded("a", Home);
        lockout.Adopt(told[0].Attempts, 3, TimeSpan.Zero, mayLower: true);
        Assert.Null(lockout.WaitFor("a", Home));
        lockout.ReturnUntold(told);
        Assert.Equal(new(Forgets: true, 0), lockout.TakeUntold(100).Single(each => each.Attempts == told[0].Attempts).Change);
    }

    [Fact]
    public void Bounds_what_a_long_name_keeps()
    {
        var lockout = new Lockout(_time, 1);
        lockout.Failed(new string('a', 20_000), Home);

        Assert.NotNull(lockout.WaitFor(new string('A', 20_000), Home));
        Assert.Null(lockout.WaitFor(new string('a', 19_999), Home));
    }

    private static Network NetworkOf(int number) => Network.Of(new IPAddress([10, (byte)(number >> 8), (byte)number, 1]));
}
