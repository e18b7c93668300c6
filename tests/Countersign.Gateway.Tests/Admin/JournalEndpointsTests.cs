using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class JournalEndpointsTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync("""
        schemes: { staff: { type: basic, htpasswd: quick.htpasswd, allow-cleartext: true } }
        routes:
          - { name: open, match: { path: /open }, access: public, upstream: UPSTREAM }
          - { name: staff, match: { path: /staff }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: rest, access: deny }
        """);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Lists_the_newest_refusals_first()
    {
        await _gateway.GetAsync("/staff"); // a plain challenge, which is not stored
        var first = await _gateway.GetAsync("/first");
        var second = await _gateway.GetAsync("/staff", Credential.Basic("carl", "wrong"));

        var entries = await ListAsync("journal", JournalJson.Default.IReadOnlyListJournalEntry, entries => entries.Count == 2);

        Assert.Equal([second.Reference, first.Reference], entries.Select(entry => entry.Reference));
        Assert.Equal([Refusal.BasicWrongPassword, Refusal.DeniedByPolicy], entries.Select(entry => entry.Refusal));
        Assert.Equal(second.Reference, Assert.Single(await ListAsync("journal?count=1", JournalJson.Default.IReadOnlyListJournalEntry, _ => true)).Reference);
    }

    [Fact]
    public async Task Speaks_of_refusals_by_their_slugs_in_names_as_all_other_documents_have_them()
    {
        var refused = await _gateway.GetAsync("/staff", Credential.Basic("carl", "wrong"));

        var entry = (await _gateway.AskedAdminAsync("/.countersign/journal/" + refused.Reference)).Json;

        Assert.Equal("basic-wrong-password", entry.GetProperty("refusal").GetString());
        Assert.Equal("basic-wrong-password", entry.GetProperty("verdicts")[0].GetProperty("refusal").GetString());
        Assert.True(entry.GetProperty("credentialsPresented").GetBoolean());
    }

    [Theory]
    [InlineData("/.countersign/users", "users")]
    [InlineData("/.countersign/users/x", "users")]
    [InlineData("/.countersign/groups", "users")]
    [InlineData("/.countersign/sessions", "sessions")]
    [InlineData("/.countersign/sessions/x", "sessions")]
    [InlineData("/.countersign/keys", "api_keys")]
    [InlineData("/.countersign/revocations", "revocations")]
    [InlineData("/.countersign/journal", "refusals")]
    [InlineData("/.countersign/journal/0123456789abcdef", "refusals")]
    [InlineData("/.countersign/admissions", "admissions")]
    public async Task Says_that_the_store_cannot_be_read(string target, string table)
    {
        using (var other = new SqliteConnection($"Data Source={_gateway.Host.Services.Store.Place};Pooling=False"))
            await other.ExecuteAsync($"DROP TABLE {table}");

        var reply = await _gateway.AskedAdminAsync(target);

        Assert.Equal((503, "application/problem+json"), (reply.Status, reply.Field("Content-Type")));
        Assert.Contains("can't be read", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_admissions_by_minute_route_and_kind_of_subject()
    {
        await _gateway.GetAsync("/open");
        await _gateway.GetAsync("/staff", Credential.Basic("carl", "sha1-user"));
        await _gateway.GetAsync("/open");

        var counts = await ListAsync("admissions", JournalJson.Default.IReadOnlyListAdmissionCount, counts => counts.Sum(count => count.Count) == 3);

        Assert.All(counts, count => Assert.Equal(0, count.Minute.Second));
        Assert.Equal(
            [("open", "anonymous", 2), ("staff", "user", 1)],
            counts.GroupBy(count => (count.Route, count.SubjectKind)).Select(kind => (kind.Key.Route, kind.Key.SubjectKind, kind.Sum(count => count.Count))).Order());
    }

    [Theory]
    [InlineData("1", 200)]
    [InlineData("1000", 200)]
    [InlineData("0", 400)]
    [InlineData("1001", 400)]
    [InlineData("-1", 400)]
    [InlineData("99999999999999999999", 400)]
    [InlineData("", 400)]
    [InlineData("1&count=2", 400)]
    public async Task Takes_a_count_from_one_to_a_thousand(string count, int status)
    {
        Assert.Equal(status, (await _gateway.AskedAdminAsync("/.countersign/journal?count=" + count)).Status);
        Assert.Equal(status, (await _gateway.AskedAdminAsync("/.countersign/admissions?count=" + count)).Status);
    }

    /// <summary>The list as soon as it is as wished: the store has it a second after the answers.</summary>
    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string list, System.Text.Json.Serialization.Metadata.JsonTypeInfo<IReadOnlyList<T>> type, Predicate<IReadOnlyList<T>> isWhole)
    {
        return await Eventually.UntilAsync(AskAsync, isWhole);

        async Task<IReadOnlyList<T>> AskAsync()
        {
            var reply = await _gateway.AskedAdminAsync("/.countersign/" + list);
            Assert.Equal((200, "application/json"), (reply.Status, reply.Field("Content-Type")));
            return JsonSerializer.Deserialize(reply.Body, type)!;
        }
    }
}
