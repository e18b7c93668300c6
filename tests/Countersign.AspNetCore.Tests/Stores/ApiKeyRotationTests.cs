using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class ApiKeyRotationTests(StoreHome home) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly SetClock _clock = new(Noon);

    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Both_keys_are_good_during_the_overlap_and_the_new_one_alone_after_it()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var old = keys.Create("ci", ["read", "write"], "ann");

        var rotation = keys.Rotate(old.Record.Id, TimeSpan.FromDays(7));

        var made = rotation.New!;
        Assert.Equal(("ci", "ann", old.Record.Id), (made.Record.Name, made.Record.Owner, made.Record.Replaces));
        Assert.Equal(["read", "write"], made.Record.Scopes);
        Assert.Null(made.Record.Expires);
        Assert.Equal(Noon.AddDays(7), rotation.Old!.Expires);
        _clock.Now = Noon.AddDays(7).AddMilliseconds(-1);
        Assert.Equal((ApiKeyOutcome.Good, ApiKeyOutcome.Good), (Outcome(keys, old), Outcome(keys, made)));
        _clock.Now = Noon.AddDays(7);
        Assert.Equal((ApiKeyOutcome.Expired, ApiKeyOutcome.Good), (Outcome(keys, old), Outcome(keys, made)));
    }

    [Fact]
    public void Without_an_overlap_the_old_key_ends_at_once()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var old = keys.Create("ci");
        Assert.Equal(ApiKeyOutcome.Good, Outcome(keys, old));

        keys.Rotate(old.Record.Id, TimeSpan.Zero);

        Assert.Equal(ApiKeyOutcome.Expired, Outcome(keys, old));
    }

    [Fact]
    public void The_new_key_lives_as_long_as_the_old_one_was_to_and_the_old_one_no_longer_than_that()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var old = keys.Create("ci", expires: Noon.AddDays(30));
        _clock.Now = Noon.AddDays(29);

        var rotation = keys.Rotate(old.Record.Id, TimeSpan.FromDays(7));

        Assert.Equal(Noon.AddDays(30), rotation.Old!.Expires);
        Assert.Equal(Noon.AddDays(59), rotation.New!.Record.Expires);
        Assert.Equal(Noon.AddDays(90), keys.Rotate(rotation.New.Record.Id, TimeSpan.Zero, Noon.AddDays(90)).New!.Record.Expires);
    }

    [Fact]
    public void The_list_tells_what_replaced_what()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var old = keys.Create("ci");
        _clock.Now = Noon.AddSeconds(1);
        var made = keys.Rotate(old.Record.Id, TimeSpan.FromDays(1)).New!;

        var listed = keys.List();

        Assert.Equal([(null, made.Record.Id), (old.Record.Id, null)], listed.Select(key => ((string?)key.Replaces, (string?)key.ReplacedBy)));
    }

    [Fact]
    public void Keys_that_have_ended_or_have_a_successor_are_not_rotated_and_nothing_is_made()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var (revoked, ended, replaced) = (keys.Create("a"), keys.Create("b", expires: Noon.AddDays(1)), keys.Create("c"));
        keys.Revoke(revoked.Record.Id);
        var successor = keys.Rotate(replaced.Record.Id, TimeSpan.FromDays(9)).New!;
        _clock.Now = Noon.AddDays(1);

        Assert.Equal(new(ApiKeyRotationOutcome.Unknown), keys.Rotate("nobody12", TimeSpan.Zero));
        Assert.Equal(ApiKeyRotationOutcome.Revoked, keys.Rotate(revoked.Record.Id, TimeSpan.Zero).Outcome);
        Assert.Equal(ApiKeyRotationOutcome.Expired, keys.Rotate(ended.Record.Id, TimeSpan.Zero).Outcome);
        var again = keys.Rotate(replaced.Record.Id, TimeSpan.Zero);
        Assert.Equal((ApiKeyRotationOutcome.Replaced, successor.Record.Id), (again.Outcome, again.Old!.ReplacedBy));
        Assert.Equal(4, keys.List().Count);
        Assert.Equal(ApiKeyOutcome.Good, Outcome(keys, replaced));
    }

    [Fact]
    public async Task Another_process_ends_the_old_key_within_a_second()
    {
        using var here = new ApiKeyStore(home.Open(), _clock);
        using var there = new ApiKeyStore(home.Open(), _clock);
        var old = here.Create("ci");
        Assert.True(await Eventually.IsSoWithinAsync(1, () => Outcome(there, old) == ApiKeyOutcome.Good));

        here.Rotate(old.Record.Id, TimeSpan.Zero);

        Assert.True(await Eventually.IsSoWithinAsync(1, () => Outcome(there, old) == ApiKeyOutcome.Expired));
    }

    private static ApiKeyOutcome Outcome(ApiKeyStore keys, NewApiKey created) => keys.Find(created.Key.Reveal()).Outcome;

    [Fact]
    public void A_store_of_the_version_before_keeps_its_keys()
    {
        using var elsewhere = new TemporaryStore();
        using var others = new ApiKeyStore(elsewhere.Open(), _clock);
        var (key, record) = others.Create("ci");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key.Reveal())));
        home.MakeOld(2);
        home.Run($"INSERT INTO api_keys (id, name, prefix, hash, scopes, created) VALUES ('{record.Id}', 'ci', '{record.Prefix}', octets('{hash}'), '[]', 0)");

        using var migrated = new ApiKeyStore(home.Open(), _clock);

        Assert.Equal(ApiKeyOutcome.Good, migrated.Find(key.Reveal()).Outcome);
        Assert.Null(Assert.Single(migrated.List()).Replaces);
    }

    public sealed class OnSqlite() : ApiKeyRotationTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : ApiKeyRotationTests(new PostgresHome(server));
}
