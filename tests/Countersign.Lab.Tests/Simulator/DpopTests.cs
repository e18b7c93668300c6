using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>DPoP at protected places and at the token endpoint, with proofs that a real key signs.</summary>
public sealed class DpopTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private static readonly SimulatedCall Bound = SimulatedCall.Get("/idp/mint?jkt={jkt}");

    [Theory]
    [InlineData("/sim/401/dpop", "200")]
    [InlineData("/sim/401/dpop?dpop-nonce=required", "401 200")]
    [InlineData("/sim/401/dpop?dpop-nonce=required&dpop=nonce-once&client=once", "401 401 200")]
    [InlineData("/sim/401/dpop?dpop-nonce=required&dpop=nonce-forever", "401 401 401")]
    public async Task Lets_in_who_proves_the_key_and_asks_for_nonces(string target, string statuses)
    {
        var call = SimulatedCall.Get(target).With("Authorization", "DPoP {access_token}") with { Proves = true };
        var asked = statuses.Split(' ').Length;

        var recording = await Visitor.VisitAsync(simulator.Url, [Bound, .. Enumerable.Repeat(call, asked)]);

        Assert.Equal(statuses, string.Join(' ', recording.Exchanges.Skip(1).Select(exchange => exchange.Status)));
    }
}
