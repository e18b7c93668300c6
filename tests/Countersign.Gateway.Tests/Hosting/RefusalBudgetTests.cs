using System.Net;
using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class RefusalBudgetTests
{
    private static readonly IPAddress _one = IPAddress.Parse("192.0.2.1");
    private readonly MovedClock _clock = new();

    [Theory]
    [InlineData("192.0.2.1", false)]
    [InlineData("::ffff:192.0.2.1", false)]
    [InlineData("192.0.2.2", true)]
    [InlineData("2001:db8::1", true)]
    public void Counts_an_address_of_IPv4_by_itself(string other, bool hasRoom) => Assert.Equal(hasRoom, Spent("192.0.2.1").HasRoom(IPAddress.Parse(other)));

    [Theory]
    [InlineData("2001:db8::2", false)]
    [InlineData("2001:db8:0:1::1", true)]
    public void Counts_a_64_of_IPv6_as_one(string other, bool hasRoom) => Assert.Equal(hasRoom, Spent("2001:db8::1").HasRoom(IPAddress.Parse(other)));

    [Fact]
    public void Begins_anew_with_the_minute()
    {
        var budget = Spent("192.0.2.1");
        Assert.False(budget.HasRoom(_one));

        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.True(budget.HasRoom(_one));
        budget.Spend(IPAddress.Parse("192.0.2.2"));
        Assert.True(budget.HasRoom(_one));
    }

    [Fact]
    public void Loses_no_refusal_when_many_meet_at_the_turn_of_the_minute()
    {
        for (var round = 0; round < 200; round++)
        {
            var budget = new RefusalBudget(_clock) { Limit = 8 };
            budget.Spend(_one);
            _clock.Now += TimeSpan.FromMinutes(1);

            Parallel.For(0, 8, _ => budget.Spend(_one));

            Assert.False(budget.HasRoom(_one));
        }
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(49, 40)]
    [InlineData(50, 20)]
    [InlineData(450, 4)]
    [InlineData(5_000_000, 2)]
    public void Counts_what_was_dear_to_refuse_as_several(int microseconds, int refusals)
    {
        var budget = new RefusalBudget(_clock) { Limit = 40 };
        for (var number = 0; number < refusals; number++)
        {
            Assert.True(budget.HasRoom(_one));
            budget.Spend(_one, TimeSpan.FromMicroseconds(microseconds));
        }

        Assert.False(budget.HasRoom(_one));
    }

    [Fact]
    public void Switched_off_counts_nothing()
    {
        var budget = new RefusalBudget(_clock) { Limit = 0 };
        budget.Spend(_one);
        Assert.True(budget.HasRoom(_one));
    }

    private RefusalBudget Spent(string address)
    {
        var budget = new RefusalBudget(_clock) { Limit = 1 };
        budget.Spend(IPAddress.Parse(address));
        return budget;
    }
}
