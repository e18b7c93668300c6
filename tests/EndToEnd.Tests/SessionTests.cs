using System.Security.Cryptography;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>Sessions that an operator looks at and ends.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        await _site.ConfigureAsync("routes:\n  - { name: all, access: deny }\n");
        Store.Open("sqlite:" + _site.PathOf("countersign.db")).Dispose();
        await BeginAsync("aaaa", "anna", 3, "Browser \e[31m");
        await BeginAsync("bbbb", "anna", 2);
        await BeginAsync("cccc", "bob", 1);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Sessions_are_listed_the_latest_first()
    {
        var all = await RunAsync("session", "list");
        Assert.Equal(["cccc", "bbbb", "aaaa"], all.Output.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')[0]));
        Assert.Matches(@"^aaaa\tanna\tstore\tsince [^\t]+Z\tused [^\t]+Z\tuntil [^\t]+Z\t192\.0\.2\.7\tBrowser \\u\{1B\}\[31m\n$", (await RunAsync("session", "list", "--user", "anna")).Output.Split('\n')[1] + "\n");
        Assert.Equal("cccc", Assert.Single((await RunAsync("session", "list", "--limit", "1")).Output.TrimEnd('\n').Split('\n')).Split('\t')[0]);
        Assert.Equal((0, "", "nobody is signed in\n"), await RunAsync("session", "list", "--user", "eva"));

        var json = JsonDocument.Parse((await RunAsync("session", "list", "--user", "bob", "--format", "json")).Output).RootElement[0];
        Assert.Equal(
            ["handle", "name", "provider", "methods", "created", "lastUsed", "ends", "remember", "client", "userAgent"],
            json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Sessions_that_are_over_by_the_configuration_are_not_listed()
    {
        await _site.ConfigureAsync("schemes: { people: { type: session, realm: x, idle: 90s } }\nroutes:\n  - { name: all, access: deny }\n");

        Assert.Equal("cccc", Assert.Single((await RunAsync("session", "list")).Output.TrimEnd('\n').Split('\n')).Split('\t')[0]);
    }

    [Fact]
    public async Task Sessions_are_ended_by_handle_by_user_and_all()
    {
        Assert.Equal((0, "", "1 session ended\n"), await RunAsync("session", "revoke", "aaaa", "aaaa"));
        Assert.Equal((1, "", "countersign: there is no session aaaa, xxxx, or it had ended; 'countersign session list' shows them.\n"), await RunAsync("session", "revoke", "aaaa", "bbbb", "xxxx"));
        Assert.Equal(["cccc"], await HandlesAsync());
        await BeginAsync("dddd", "bob", 0);

        Assert.Equal((0, "", "0 sessions of anna ended\n"), await RunAsync("session", "revoke", "--user", "anna"));
        Assert.Equal((0, "", "2 sessions of bob ended\n"), await RunAsync("session", "revoke", "--user", "bob"));
        await BeginAsync("eeee", "anna", 0);
        Assert.Equal((0, "", "1 session of everybody ended\n"), await RunAsync("session", "revoke", "--all"));
        Assert.Equal("nobody is signed in\n", (await RunAsync("session", "list")).Error);
    }

    private async Task<IEnumerable<string>> HandlesAsync() =>
        (await RunAsync("session", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]);

    /// <summary>As a gateway has it when somebody signs in.</summary>
    private async Task BeginAsync(string handle, string name, int minutesAgo, string agent = "")
    {
        var began = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo).ToUnixTimeMilliseconds();
        await using var connection = new SqliteConnection($"Data Source={_site.PathOf("countersign.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO sessions (hash, handle, name, kind, methods, signed_in, created, last_used, ends, remember, client, user_agent)
            VALUES ($hash, $handle, $name, 'user', '["pwd"]', $began, $began, $began, $began + 3600000, 0, '192.0.2.7', $agent)
            """;
        command.Parameters.AddWithValue("$hash", RandomNumberGenerator.GetBytes(32));
        command.Parameters.AddWithValue("$handle", handle);
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$began", began);
        command.Parameters.AddWithValue("$agent", agent);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var ran = await _site.CountersignAsync(arguments);
        return (ran.Code, ran.Output, ran.Error);
    }
}
