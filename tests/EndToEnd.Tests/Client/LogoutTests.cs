using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary><c>countersign logout</c>: what is forgotten here, and what the server is told.</summary>
public sealed class LogoutTests : IDisposable
{
    private readonly CommandHome _home = new();

    [Fact]
    public async Task Tokens_are_given_back_to_who_gave_them()
    {
        await using var provider = await StubProvider.StartAsync();
        await SignInAsync(provider);

        var logout = await _home.RunAsync("logout", provider.Url);
        var after = await _home.RunAsync("request", "-q", provider.Url + "/orders");

        Assert.Equal((0, $"forgotten: {provider.Url}; its tokens are revoked at {provider.Url}\n", ""), (logout.Code, logout.Output, logout.Error));
        Assert.Equal(["cli refresh_token refresh-token-1", "cli access_token access-token-1"], provider.Revoked);
        Assert.Equal(1, after.Code);
    }

    [Fact]
    public async Task Nobody_is_told_where_it_is_to_be_forgotten_here_alone()
    {
        await using var provider = await StubProvider.StartAsync();
        await SignInAsync(provider);

        var logout = await _home.RunAsync("logout", provider.Url, "--local", "--format", "json");

        Assert.Equal(0, logout.Code);
        Assert.False(JsonDocument.Parse(logout.Output).RootElement.GetProperty("revoked").GetBoolean());
        Assert.Empty(provider.Revoked);
    }

    [Fact]
    public async Task It_is_forgotten_whatever_the_server_says_and_that_is_told()
    {
        await using var provider = await StubProvider.StartAsync();
        await SignInAsync(provider);
        provider.Revocation = Results.Json(new { error = "temporarily_unavailable", error_description = "refresh-token-1" }, statusCode: 503);

        var logout = await _home.RunAsync("logout", provider.Url);
        var list = await _home.RunAsync("login", "--list");

        Assert.Equal((0, $"forgotten: {provider.Url}\n"), (logout.Code, logout.Output));
        Assert.Contains($"{provider.Url} did not take the refresh token back: its answer is 503 (temporarily_unavailable). Copies of them count until they end.", logout.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-token-1", logout.Output + logout.Error, StringComparison.Ordinal);
        Assert.Single(provider.Revoked);
        Assert.Equal("No sign-in is kept.\n", list.Output);
    }

    [Fact]
    public async Task A_server_that_is_gone_or_takes_no_tokens_back_does_not_keep_it()
    {
        string gone;
        await using (var provider = await StubProvider.StartAsync())
        {
            await SignInAsync(provider);
            gone = provider.Url;
        }

        await using var other = await StubProvider.StartAsync(revokes: false);
        await SignInAsync(other);

        var first = await _home.RunAsync("logout", gone);
        var second = await _home.RunAsync("logout", other.Url, "--format", "json");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Contains("did not take the refresh token back: no connection", first.Error, StringComparison.Ordinal);
        Assert.Equal($"{other.Url} takes no tokens back (revocation_endpoint)", JsonDocument.Parse(second.Output).RootElement.GetProperty("fault").GetString());
        Assert.Equal("", second.Error);
    }

    public void Dispose() => _home.Dispose();

    private async Task SignInAsync(StubProvider provider)
    {
        var login = await _home.RunAsync("login", provider.Url + "/orders", "--device", "--client-id", "cli");
        Assert.True(login.Code == 0, login.Error);
    }
}
