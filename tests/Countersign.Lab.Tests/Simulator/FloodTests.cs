using System.Net;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Provider;
using Countersign.Ports;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What is remembered of some when others come in great numbers.</summary>
public sealed class FloodTests
{
    private readonly MovedClock _clock = new();

    [Fact]
    public void Forgets_the_clients_that_were_not_heard_of_for_the_longest_time()
    {
        var clients = new SimulatorClients(_clock);
        Client(clients, "old").Next("a");
        Client(clients, "busy").Next("a");
        for (var number = 0; number < 12_000; number++)
        {
            _clock.Now += TimeSpan.FromMilliseconds(1);
            Client(clients, $"one of many {number}");
            Client(clients, "busy");
        }

        Assert.Equal((1, 2), (Client(clients, "old").Next("a"), Client(clients, "busy").Next("a")));
    }

    [Fact]
    public void Tells_clients_apart_whose_names_are_long()
    {
        var clients = new SimulatorClients(_clock);
        var name = new string('x', 100);

        Client(clients, $"{name}1").Next("a");

        Assert.Equal((1, 2), (Client(clients, $"{name}2").Next("a"), Client(clients, $"{name}1").Next("a")));
        Assert.True(Client(clients, $"{name}1").Name.Length <= 64);
    }

    [Fact]
    public void Forgets_the_oldest_of_what_a_client_asked_for_and_never_its_keys()
    {
        var client = new SimulatedClient("anna");
        client.PutForGood("keys", "k1");
        client.Next("first");
        for (var number = 1; number < SimulatedClient.MostKept; number++)
            client.Next($"place {number}");
        client.Next("one more");

        Assert.Equal((1, 2, 2, "k1"), (client.Next("first"), client.Next("one more"), client.Next("place 999"), client.KeptForGood<string>("keys")));
    }

    [Fact]
    public void Remembers_what_is_new_when_there_is_too_much()
    {
        var remembered = new Remembered<string>();
        for (var number = 0; number < 60_000; number++)
            remembered.Add($"{number}", "thing");

        Assert.Equal((null, "thing"), (remembered.Find("0"), remembered.Find("59999")));
    }

    [Fact]
    public void Lets_no_token_count_of_which_nothing_is_known_any_more() =>
        Assert.NotNull(new SimulatedProvider(_clock).Find(new("https://issuer.example", default) { Id = "forgotten" }));

    [Fact]
    public void Takes_the_nonces_of_a_thousand_logins_a_second()
    {
        var counts = new UsedCounts(_clock);
        var ends = _clock.Now + TimeSpan.FromMinutes(5);
        for (var number = 0; number < 300_000; number++)
            counts.TryUse($"{number}", 1, ends, CountRule.Once, int.MaxValue);

        Assert.Equal(ReplayOutcome.Fresh, counts.TryUse("one more", 1, ends, CountRule.Once, int.MaxValue));
        Assert.Equal(ReplayOutcome.Replayed, counts.TryUse("0", 1, ends, CountRule.Once, int.MaxValue));
    }

    [Fact]
    public void Takes_no_count_twice_whatever_was_taken_in_between()
    {
        var counts = new UsedCounts(_clock);
        ReplayOutcome Use(uint count, CountRule rule) => counts.TryUse("n", count, _clock.Now + TimeSpan.FromMinutes(5), rule, int.MaxValue);

        Assert.Equal([ReplayOutcome.Fresh, ReplayOutcome.Fresh, ReplayOutcome.Fresh], [Use(2, CountRule.Once), Use(5, CountRule.Any), Use(1, CountRule.Once)]);
        Assert.Equal([ReplayOutcome.Replayed, ReplayOutcome.Replayed, ReplayOutcome.Replayed], [Use(1, CountRule.Once), Use(2, CountRule.Once), Use(5, CountRule.Once)]);
    }

    private static SimulatedClient Client(SimulatorClients clients, string name)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers[SimulatorClients.Field] = name;
        return clients.Of(context);
    }
}
