using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>People sign in for tokens that are bound to a key (DPoP), at a gateway whose tokens a certified provider gives.</summary>
public sealed partial class BoundLoginTests : IAsyncLifetime
{
    private const int Lifetime = 4;

    private readonly CommandHome _home = new();
    private AuthorizationServer _server = null!;
    private Site _site = null!;
    private string _here = "";

    public async ValueTask InitializeAsync()
    {
        _server = await AuthorizationServer.StartAsync(SigningKey.Create(JwsAlgorithm.ES256), Lifetime);
        _site = await Site.CreateAsync();
        _here = $"http://127.0.0.1:{Site.FreePort()}";
        await _site.ConfigureAsync($$"""
            listen: "{{_here}}"
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{_server.Issuer}}", audiences: ["{{_here}}/orders"] }] }
              bound: { type: dpop, tokens: tokens, allow-cleartext: true, nonces: true }
            routes:
              - { name: orders, match: { path: /orders/** }, access: { any-of: [bound, tokens] }, resource: "{{_here}}/orders", upstream: UPSTREAM }
            """);
        await _site.StartAsync(listensAsConfigured: true);
    }

    [Fact]
    public async Task The_key_is_kept_with_the_tokens_and_they_renew_themselves_by_it()
    {
        var (code, told) = await SignInAsync();
        var first = await _home.RunAsync("request", "-v", _here + "/orders");
        await Task.Delay(TimeSpan.FromSeconds(Lifetime), TestContext.Current.CancellationToken);
        var second = await _home.RunAsync("request", "-q", _here + "/orders");
        var list = await _home.RunAsync("login", "--list", "--format", "json");
        var logout = await _home.RunAsync("logout", _here);

        Assert.True(code == 0, told);
        Assert.True(first.Code == 0, first.Error);
        Assert.True(second.Code == 0, second.Error);
        Assert.Contains("Authorization: DPoP ***", first.Error, StringComparison.Ordinal);
        Assert.Equal("DPoP", JsonDocument.Parse(list.Output).RootElement[0].GetProperty("tokenType").GetString());
        var counts = await _server.CountsAsync();
        Assert.InRange(counts.Given["refresh_token"], 1, 2);
        Assert.Empty(counts.Errors);
        Assert.Equal((0, $"forgotten: {_here}; its refresh token is revoked at {_server.Issuer}\n"), (logout.Code, logout.Output));
        Assert.Contains("did not take the access token back: its answer is 400 (unsupported_token_type).", logout.Error, StringComparison.Ordinal); // a JWT, which nobody asks it for
        Assert.Equal(1, counts.Revoked);
        foreach (var file in _home.Files)
            Assert.DoesNotContain("P-256", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_are_bound_to_nothing_are_taken_where_that_is_wanted()
    {
        var (code, told) = await SignInAsync("--bearer");
        var request = await _home.RunAsync("request", "-v", _here + "/orders");

        Assert.True(code == 0, told);
        Assert.True(request.Code == 0, request.Error);
        Assert.Contains("Authorization: Bearer ***", request.Error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _home.Dispose();
        await _site.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<(int Code, string Told)> SignInAsync(params string[] more)
    {
        using var login = _home.Start(["login", _here + "/orders", "--device", "--client-id", "terminal", "--scope", "orders.read", .. more]);
        var told = new StringBuilder();
        while (await login.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            told.AppendLine(line);
            if (Page().Match(line) is { Success: true, Value: var page })
                await AuthorizationServer.AgreeAsync(new(page));
        }

        await login.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (login.ExitCode, told.ToString());
    }

    [GeneratedRegex(@"http://\S+user_code=\S+", RegexOptions.None, 1000)]
    private static partial Regex Page();
}
