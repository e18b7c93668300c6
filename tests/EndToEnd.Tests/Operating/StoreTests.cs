using System.Text.Json;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>Users and keys that commands change beside a running gateway.</summary>
public sealed class StoreTests(SiteFixture fixture)
{
    // Seldom enough that wrong passwords lead to no lockout.
    private const double GuessPause = 0.2;

    private readonly Site _site = fixture.Site;

    [Fact]
    public async Task An_added_user_gets_in_and_a_removed_one_does_not_without_a_restart()
    {
        Assert.Equal(401, await StatusOfAsync("frieda", "pass word"));

        var added = await Programs.CountersignWithInputAsync("pass word\n", "user", "add", "frieda", "--group", "ops", "--config", _site.Configuration);
        Assert.True(added.Code == 0, added.Error);
        Assert.Equal(200, await StatusOfAsync("frieda", "pass word"));
        Assert.Contains("frieda\tops", (await _site.CountersignAsync("user", "list")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await Programs.CountersignWithInputAsync("another\n", "user", "passwd", "frieda", "--config", _site.Configuration)).Code);
        Assert.Equal(401, await Eventually.WithinAsync(1, () => StatusOfAsync("frieda", "pass word"), status => status == 401, GuessPause));
        Assert.Equal(200, await StatusOfAsync("frieda", "another"));

        Assert.Equal(0, (await _site.CountersignAsync("user", "disable", "frieda")).Code);
        Assert.Equal(401, await Eventually.WithinAsync(1, () => StatusOfAsync("frieda", "another"), status => status == 401, GuessPause));
        await _site.Gateway.TellsAsync("basic-user-disabled");
        Assert.Equal(0, (await _site.CountersignAsync("user", "enable", "frieda")).Code);
        Assert.Equal(200, await Eventually.WithinAsync(1, () => StatusOfAsync("frieda", "another"), status => status == 200, GuessPause));
        Assert.Equal(1, (await _site.CountersignAsync("user", "disable", "nobody")).Code);

        Assert.Equal(0, (await _site.CountersignAsync("user", "remove", "frieda")).Code);
        Assert.Equal(401, await Eventually.WithinAsync(1, () => StatusOfAsync("frieda", "another"), status => status == 401, GuessPause));
    }

    [Fact]
    public async Task A_key_opens_its_scopes_until_a_second_after_it_is_revoked()
    {
        var (id, key) = await CreateKeyAsync("--scope", "orders.read");
        var (_, other) = await CreateKeyAsync("--scope", "orders.write");

        Assert.Equal(200, (await UseAsync("X-API-Key: " + key)).Status);
        Assert.Equal(200, (await UseAsync("Authorization: ApiKey " + key)).Status);
        Assert.Equal(403, (await UseAsync("X-API-Key: " + other)).Status);
        var revoked = await _site.CountersignAsync("key", "revoke", id);
        Assert.True(revoked.Code == 0, revoked.Error);
        var answer = await Eventually.WithinAsync(1, () => UseAsync("X-API-Key: " + key), answer => answer.Status == 401, GuessPause);

        Assert.Equal(401, answer.Status);
        // The public learns no more than that the key is not valid; the log says why.
        await _site.Gateway.TellsAsync("api-key-revoked");
        Assert.Equal("api-key-unknown", JsonDocument.Parse(answer.Body).RootElement.GetProperty("reason").GetString());
        Assert.DoesNotContain(key, (await _site.CountersignAsync("key", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_and_its_successor_are_both_good_until_the_overlap_ends()
    {
        var (id, key) = await CreateKeyAsync("--scope", "orders.read");
        Assert.Equal(200, (await UseAsync("X-API-Key: " + key)).Status);

        var rotated = await _site.CountersignAsync("key", "rotate", id, "--overlap", "1h", "--format", "json");
        Assert.True(rotated.Code == 0, rotated.Error);
        Assert.Matches($"The old key {id} is good until ", rotated.Error);
        var json = JsonDocument.Parse(rotated.Output).RootElement;
        var (newId, newKey) = (json.GetProperty("id").GetString()!, json.GetProperty("key").GetString()!);
        Assert.Equal((id, "test"), (json.GetProperty("replaces").GetString(), json.GetProperty("name").GetString()));
        Assert.Equal(200, (await UseAsync("X-API-Key: " + key)).Status);
        Assert.Equal(200, (await UseAsync("X-API-Key: " + newKey)).Status);
        Assert.Contains($", replaced by {newId}\t", (await _site.CountersignAsync("key", "list")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await _site.CountersignAsync("key", "rotate", newId, "--overlap", "0s")).Code);
        Assert.Equal(401, await Programs.WithinAsync(1, async () => (await UseAsync("X-API-Key: " + newKey)).Status, status => status == 401));
        var again = await _site.CountersignAsync("key", "rotate", id);
        Assert.Equal((1, $"countersign: The key was replaced by {newId}; rotate that one.\n"), (again.Code, again.Error));
    }

    private async Task<(string Id, string Key)> CreateKeyAsync(params string[] scopes)
    {
        var created = await _site.CountersignAsync(["key", "create", "--name", "test", .. scopes, "--expires", "1d", "--format", "json"]);
        Assert.True(created.Code == 0, created.Error);
        var json = JsonDocument.Parse(created.Output).RootElement;
        return (json.GetProperty("id").GetString()!, json.GetProperty("key").GetString()!);
    }

    private Task<(int Status, string Body)> UseAsync(string field) => Programs.CurlAsync("--header", field, _site.Url("/orders/1"));

    private async Task<int> StatusOfAsync(string user, string password) =>
        (await Programs.CurlAsync("--basic", "--user", $"{user}:{password}", _site.Url("/people/x"))).Status;
}
