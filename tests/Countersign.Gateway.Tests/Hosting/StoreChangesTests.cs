using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Users and keys that another process changes beside a running gateway: let in at once, shut out within a second.</summary>
public sealed class StoreChangesTests : IAsyncLifetime
{
    private const string Yaml = """
        schemes:
          people: { type: basic, realm: People, users: store, allow-cleartext: true }
          keys: { type: api-key, realm: api }
        routes:
          - { name: all, access: { any-of: [people, keys] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;
    private Store _other = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(Yaml);
        _other = Store.Open("sqlite:" + _gateway.Host.Services.Store.Place);
    }

    public async ValueTask DisposeAsync()
    {
        _other.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_new_user_and_a_new_password_count_at_once()
    {
        var users = new UserStore(_other);
        Assert.Equal(401, await StatusAsync(Credential.Basic("ann", "one")));

        users.Add(new("ann", Hash("one")));
        Assert.Equal(200, await StatusAsync(Credential.Basic("ann", "one")));
        users.SetPasswordHash("ann", Hash("two"));
        Assert.Equal(200, await StatusAsync(Credential.Basic("ann", "two")));
    }

    [Fact]
    public async Task A_user_who_is_removed_is_out_within_a_second()
    {
        var users = new UserStore(_other);
        users.Add(new("ann", Hash("one")));
        Assert.Equal(200, await StatusAsync(Credential.Basic("ann", "one")));

        users.Remove("ann");
        await WithinASecondAsync(Credential.Basic("ann", "one"));
    }

    [Fact]
    public async Task A_new_key_opens_at_once_and_a_revoked_one_is_refused_within_a_second()
    {
        using var keys = new ApiKeyStore(_other);
        for (var turn = 0; turn < 5; turn++)
        {
            var key = keys.Create("ci");
            Assert.Equal(200, await StatusAsync("X-API-Key: " + key.Key.Reveal()));
            keys.Revoke(key.Record.Id);
            await WithinASecondAsync("X-API-Key: " + key.Key.Reveal());
        }
    }

    private static string Hash(string password) => PasswordMaker.Create(password, cost: 4).Reveal();

    private async Task<int> StatusAsync(string field) => (await _gateway.GetAsync("/a", field)).Status;

    private async Task WithinASecondAsync(string field) =>
        Assert.Equal(401, await Eventually.WithinAsync(1, () => StatusAsync(field), status => status == 401));
}
