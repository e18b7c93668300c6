using Countersign.AspNetCore.Issuers;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.TestKit;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class IssuerKeyringTests
{
    [Fact]
    public async Task The_log_says_what_it_means_that_an_issuer_is_down()
    {
        await using var issuer = await TokenIssuer.StartAsync(isUp: false);
        var log = new LoggedLines();
        using var ring = new IssuerKeyring(TimeProvider.System, log, () => true);

        using var lease = ring.Lend(new IssuerConfiguration(issuer.Url));

        Assert.True(await Eventually.IsSoAsync(() => log.All.Any(line => line.Contains($"{issuer.Url} can't be had, and its tokens are not taken until they can: ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_log_shows_the_names_of_keys_as_no_terminal_would_obey_them_and_no_longer_than_needed()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.Rotate(keepsFormer: false, "\u001b]0;evil\u0007\u202e" + new string('k', 4000));
        var log = new LoggedLines();
        using var ring = new IssuerKeyring(TimeProvider.System, log, () => true);

        using var lease = ring.Lend(new IssuerConfiguration(issuer.Url));

        Assert.True(await Eventually.IsSoAsync(() => !log.All.IsEmpty));
        var line = Assert.Single(log.All);
        Assert.Contains(@"EC \u{1B}]0;evil\u{7}\u{202E}kkk", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 500, 700);
    }

    [Fact]
    public async Task Schemes_that_name_the_same_place_share_its_keys_until_the_last_gives_them_back()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var ring = new IssuerKeyring(TimeProvider.System, new LoggedLines(), () => true);
        var configuration = new IssuerConfiguration(issuer.Url);

        var first = ring.Lend(configuration);
        Assert.True(await Eventually.IsSoAsync(() => first.Keys.Current is not null));
        using (var second = ring.Lend(configuration))
        {
            Assert.Same(first.Keys, second.Keys);
            first.Dispose();
            first.Dispose();
        }

        using var anew = ring.Lend(configuration);
        Assert.NotSame(first.Keys, anew.Keys);
    }

    [Fact]
    public async Task Whoever_asks_is_told_how_each_issuer_is()
    {
        await using var up = await TokenIssuer.StartAsync();
        await using var down = await TokenIssuer.StartAsync(isUp: false);
        using var ring = new IssuerKeyring(TimeProvider.System, new LoggedLines(), () => true);
        using var first = ring.Lend(new IssuerConfiguration(up.Url));
        using var second = ring.Lend(new IssuerConfiguration(down.Url));

        Assert.True(await Eventually.IsSoAsync(() => ring.States().Any(state => state is { Keys: > 0, Failure: null } && state.Name == up.Url)));
        Assert.True(await Eventually.IsSoAsync(() => ring.States().Any(state => state is { Keys: 0, Failure: not null } && state.Name == down.Url)));
    }

    [Fact]
    public async Task Issuers_by_a_file_and_by_asking_are_told_of_as_long_as_their_configuration_is_in_force()
    {
        const string Route = "routes:\n  - { name: all, access: { any-of: [opaque] }, upstream: UPSTREAM }\n";
        const string Asked = """
            schemes:
              opaque:
                type: bearer
                allow-cleartext: true
                issuers:
                  - { issuer: "https://issuer.example", keys: issuer.jwks, audiences: [api], introspection: { url: "http://127.0.0.1:9/introspect", client-id: gateway, client-secret: "none" } }

            """;
        var key = AccessToken.NewKey("k1");
        await using var gateway = await RunningGateway.StartAsync(Asked + Route, files: [("issuer.jwks", JwkWriter.WriteSet([key.Verifier]))]);

        Assert.Equal([(IssuerWay.File, 1, null), (IssuerWay.Introspection, (int?)null, (string?)null)], gateway.Host.Services.Issuers.States().Select(state => (state.Way, state.Keys, state.Failure)));
        Assert.EndsWith("issuer.jwks", gateway.Host.Services.Issuers.States()[0].File, StringComparison.Ordinal);

        // Nobody listens there.
        for (var asked = 0; asked < 10; asked++)
            await gateway.GetAsync("/a", AccessToken.Bearer($"2YotnFZFEjr1zCsicMWpAA{asked}"));
        gateway.Files.Write("nonsense", "issuer.jwks");
        Assert.True(await Eventually.IsSoAsync(() => gateway.Host.Services.Issuers.States() is [{ Keys: 0, Failure: not null }, { Failure: not null }]));

        gateway.Reload("schemes: { opaque: { type: api-key } }\n" + Route);
        Assert.Empty(gateway.Host.Services.Issuers.States());
    }
}
