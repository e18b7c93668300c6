using Countersign.AspNetCore.Stores.Shared;
using Countersign.Schemes.Digest;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Countersign.Tokens.Dpop;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores.Shared;

public sealed class SharedNonceKeysTests(PostgresServer server) : IDisposable
{
    private readonly Gateways _gateways = new(server);

    public void Dispose() => _gateways.Dispose();

    [Fact]
    public void Nonces_of_one_gateway_are_good_at_the_other()
    {
        var (here, there) = (_gateways.Keys(), _gateways.Keys());

        var nonce = Digest(here).Create("r");
        Assert.Equal(DigestNonceState.Alive, Digest(there).Read(nonce, "r").State);
        Assert.Equal(DigestNonceState.Foreign, Digest(there).Read(nonce, "other").State);
        Assert.Equal(DpopNonceState.Alive, Dpop(there).Read(Dpop(here).Create()).State);
        Assert.Equal(DpopNonceState.Foreign, Dpop(there).Read("invented").State);
    }

    [Fact]
    public async Task Gateways_that_start_at_the_same_time_make_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new SharedNonceKeys(_gateways.Home.Open(), TimeProvider.System), TestContext.Current.CancellationToken)));

        Assert.Single(keys.Select(each => Assert.Single(each.Keys).Id).Distinct());
        foreach (var each in keys)
            each.Dispose();
    }

    [Fact]
    public async Task A_key_that_had_its_day_is_followed_by_another_and_its_nonces_stay_good()
    {
        var (here, there) = (_gateways.Keys(), _gateways.Keys());
        var (ours, theirs) = (Digest(here), Digest(there));
        var (nonce, proof) = (ours.Create("r"), Dpop(here).Create());

        Age("25 hours");
        Assert.True(await Eventually.IsSoAsync(() => here.Keys is [{ Age.TotalHours: > 24 }]));
        here.Tick();
        there.Tick();
        Assert.True(await Eventually.IsSoAsync(() => here.Keys.Length == 2 && there.Keys.Length == 2));
        Assert.Equal(2, _gateways.Home.Count("nonce_keys"));
        Assert.All([here, there], keys => Assert.True(keys.Keys[0].Age > keys.Keys[1].Age)); // others may not know the newest yet
        Assert.Equal(DigestNonceState.Alive, theirs.Read(nonce, "r").State);

        Age("2 minutes");
        Assert.True(await Eventually.IsSoAsync(() => here.Keys[0].Age < here.Keys[1].Age && there.Keys[0].Age < there.Keys[1].Age));
        Assert.Equal(DigestNonceState.Alive, theirs.Read(nonce, "r").State);
        Assert.Equal(DpopNonceState.Alive, Dpop(there).Read(proof).State);
        Assert.Equal(DigestNonceState.Alive, ours.Read(theirs.Create("r"), "r").State);

        // Two days after its making all its nonces have ended.
        Age("24 hours");
        Assert.True(await Eventually.IsSoAsync(() => here.Keys is [{ Age.TotalHours: > 24 }, _]));
        here.Tick();
        Assert.True(await Eventually.IsSoAsync(() => here.Keys is [_, { Age.TotalHours: < 1 }] && there.Keys is [_, { Age.TotalHours: < 1 }]));
        Assert.Equal(DigestNonceState.Foreign, theirs.Read(nonce, "r").State);
    }

    [Fact]
    public async Task Nothing_is_told_while_the_keys_are_lost()
    {
        var keys = _gateways.Keys();
        Assert.NotNull(keys.Life);
        var before = keys.Keys[0].Id;

        _gateways.Home.Run("DELETE FROM nonce_keys");

        Assert.True(await Eventually.IsSoAsync(() => keys.Keys is [var key] && key.Id != before));
        Assert.Null(keys.Life);
        Assert.True(await Eventually.IsSoAsync(() => keys.Life is not null));
    }

    private void Age(string by) => _gateways.Home.Run($"UPDATE nonce_keys SET created = created - extract(epoch FROM interval '{by}') * 1000");

    private static SharedDigestNonces Digest(SharedNonceKeys keys) => new(keys, TimeProvider.System, TimeSpan.FromMinutes(5));

    private static SharedDpopNonces Dpop(SharedNonceKeys keys) => new(keys, TimeProvider.System, TimeSpan.FromMinutes(5));
}
