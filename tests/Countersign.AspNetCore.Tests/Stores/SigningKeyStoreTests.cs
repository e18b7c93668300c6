using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Countersign.Tokens;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class SigningKeyStoreTests(StoreHome home) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Announced = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Interval = TimeSpan.FromDays(30);
    private static readonly SigningKeySchedule Schedule = new(JwsAlgorithm.ES256, Interval, Announced, Lifetime);

    private readonly SetClock _clock = new(Start);

    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Signs_at_once_by_the_first_key()
    {
        var store = Open();
        store.Rotate(Schedule);

        Assert.Equal(Start, Assert.Single(store.Keys).SignsFrom);
        Assert.NotNull(CurrentOf(store));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    [InlineData("EdDSA")]
    public void Has_the_same_key_after_a_restart(string algorithm)
    {
        var store = Open();
        store.Rotate(Schedule with { Algorithm = JwsAlgorithm.Find(algorithm)! });
        var key = Assert.Single(store.Keys).Key;

        home.CloseAll();
        store = Open();
        store.Rotate(Schedule with { Algorithm = JwsAlgorithm.Find(algorithm)! });

        var same = Assert.Single(store.Keys).Key;
        Assert.Equal((key.KeyId, algorithm), (same.KeyId, same.Algorithm.Name));
        var token = JwsReader.Read(JwsWriter.Write(same, "{}"u8)).Token!;
        Assert.Null(key.Verifier.Check(token));
    }

    [Fact]
    public void Publishes_a_key_before_it_signs_and_until_its_last_signature_has_ended()
    {
        var store = Open();
        store.Rotate(Schedule);
        var first = CurrentOf(store);

        At(store, Interval - Announced - TimeSpan.FromSeconds(1));
        Assert.Single(store.Keys);

        At(store, Interval - Announced);
        Assert.Equal(2, store.Keys.Count);
        Assert.Equal(first, CurrentOf(store));

        At(store, Interval - TimeSpan.FromSeconds(1));
        Assert.Equal(first, CurrentOf(store));

        At(store, Interval);
        Assert.NotEqual(first, CurrentOf(store));
        Assert.Equal(2, store.Keys.Count);

        At(store, Interval + Lifetime + Announced);
        Assert.Equal(2, store.Keys.Count);

        At(store, Interval + Lifetime + Announced + TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(first, store.Keys.Select(key => key.Key.KeyId));
        Assert.Single(store.Keys);
    }

    [Fact]
    public void Announces_the_key_of_another_algorithm_too()
    {
        var store = Open();
        store.Rotate(Schedule);
        var other = Schedule with { Algorithm = JwsAlgorithm.RS256 };
        store.Rotate(other);
        store.Rotate(other);

        Assert.Equal(["ES256", "RS256"], store.Keys.Select(key => key.Key.Algorithm.Name));
        Assert.Equal(store.Keys[0].Key.KeyId, CurrentOf(store));
        _clock.Now += Announced;
        Assert.Equal(store.Keys[1].Key.KeyId, CurrentOf(store));
    }

    [Fact]
    public async Task Processes_that_share_the_store_agree()
    {
        var (one, other) = (Open(), Open());
        Parallel.ForEach([one, other], store => store.Rotate(Schedule));
        Assert.True(await Eventually.IsSoAsync(() => one.Keys.Count == 1 && other.Keys.Count == 1));
        Assert.Equal(CurrentOf(one), CurrentOf(other));

        _clock.Now += Interval - Announced;
        Parallel.ForEach([one, other], store => store.Rotate(Schedule));
        Assert.True(await Eventually.IsSoAsync(() => one.Keys.Count == 2 && other.Keys.Count == 2));
        Assert.Equal(one.Keys.Select(key => key.Key.KeyId), other.Keys.Select(key => key.Key.KeyId));
    }

    [Fact]
    public void Goes_on_signing_when_the_clock_is_set_back()
    {
        var store = Open();
        store.Rotate(Schedule);
        _clock.Now = Start - TimeSpan.FromDays(400);
        store.Rotate(Schedule);

        Assert.Single(store.Keys);
        Assert.NotNull(CurrentOf(store));
    }

    private SigningKeyStore Open() => new(home.Open(_clock), _clock);

    private void At(SigningKeyStore store, TimeSpan time)
    {
        _clock.Now = Start + time;
        store.Rotate(Schedule);
    }

    private string? CurrentOf(SigningKeyStore store) => SigningKeySchedule.Current(store.Keys, _clock.Now)?.Key.KeyId;

    public sealed class OnSqlite() : SigningKeyStoreTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : SigningKeyStoreTests(new PostgresHome(server));
}
