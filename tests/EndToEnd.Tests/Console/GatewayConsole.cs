using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>A gateway as <c>run</c> starts it, with people, keys and routes, and its console at the admin listener.</summary>
public sealed class GatewayConsole : IAsyncLifetime
{
    public const string Password = "correct horse";
    public const string Token = "0123456789abcdef0123456789abcdef";

    internal const string Rules = """
        sign-in: { users: store }
        schemes:
          staff: { type: basic, users: store, allow-cleartext: true }
          keys: { type: api-key }
          people: { type: session, allow-cleartext: true }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: { urls: "UPSTREAM" } }
          - { name: staff, match: { path: /staff/** }, access: { any-of: [staff] }, upstream: { urls: "UPSTREAM" } }
          - { name: api, match: { path: /api/** }, access: { any-of: [keys], scopes: [orders.read] }, upstream: { urls: "UPSTREAM" } }
          - { name: pages, match: { path: /pages/** }, access: { any-of: [people] }, upstream: { urls: "UPSTREAM" } }
          - { name: closed, match: { path: /closed/** }, access: deny }
          - { name: never, match: { path: /never/** }, access: deny }
        """;

    internal Site Site { get; private set; } = null!;

    /// <summary>Where the console was said to be.</summary>
    public string Url => Site.Gateway.Lines.First(line => line.StartsWith("console on ", StringComparison.Ordinal))["console on ".Length..];

    /// <summary>Where the server of its pages to learn was said to be.</summary>
    public string Lab => Site.Gateway.Lines.First(line => line.StartsWith("lab on ", StringComparison.Ordinal))["lab on ".Length..];

    public async ValueTask InitializeAsync()
    {
        Site = await Site.CreateAsync();
        await Site.ConfigureAsync($"admin-token: {Token}\nadmin-lab: http://127.0.0.1:0\n{Rules}");
        foreach (var user in new[] { "anna", "ben", "carl" })
        {
            var added = await Programs.CountersignWithInputAsync(Password + "\n", "user", "add", user, "--config", Site.Configuration);
            Assert.True(added.Code == 0, added.Error);
        }

        await Site.StartAsync();
        await Site.Gateway.TellsAsync("console on ");
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>The text of the file with another rule in the place of one.</summary>
    public string Changed(string rule, string other) => File.ReadAllText(Site.Configuration).Replace(rule, other, StringComparison.Ordinal);

    /// <summary>A window at a page of the console, in a browser that knows the credential.</summary>
    internal async Task<Window> OpenAsync(Profile profile, string page, int width = 1200, string scheme = "light")
    {
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        await window.OpenAsync(Url.Replace("://", $"://operator:{Token}@", StringComparison.Ordinal));
        await window.OpenAsync($"{Url}/{page}");
        return window;
    }

    /// <summary>Has the page of a window, whoever's it is, send the console a form that disables a user.</summary>
    internal Task DisableByFormAsync(Window window, string user) => window.RunAsync($$"""
        {
          const form = document.createElement('form');
          form.method = 'post';
          form.action = '{{Url}}/people';
          for (const [name, value] of [['do', 'disable'], ['name', '{{user}}']]) {
            const field = document.createElement('input');
            [field.name, field.value] = [name, value];
            form.append(field);
          }
          document.body.append(form);
          form.submit();
        }
        """);

    /// <summary>What the gateway answers.</summary>
    internal async Task<int> StatusAsync(string path, params string[] more) => (await Programs.CurlAsync([.. more, Site.Url(path)])).Status;
}
