using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>People sign in for <c>countersign request</c>, and its tokens renew themselves.</summary>
public sealed partial class TokenLoginTests : IDisposable
{
    private readonly CommandHome _home = new();

    [Fact]
    public async Task A_sign_in_on_another_device_is_kept_and_renews_itself()
    {
        await using var provider = await StubProvider.StartAsync();

        var login = await _home.RunAsync("login", provider.Url + "/orders", "--device", "--client-id", "cli");
        var first = await _home.RunAsync("request", "-q", provider.Url + "/orders");
        provider.EndToken();
        var renewed = await _home.RunAsync("request", provider.Url + "/orders", "--har", _home.PathOf("x.har"));
        var again = await _home.RunAsync("request", "-q", provider.Url + "/orders");

        Assert.True(login.Code == 0, login.Error);
        Assert.Contains("enter the code WDJB-MJHT", login.Error, StringComparison.Ordinal);
        Assert.All([first, renewed, again], ran => Assert.Equal((0, """{"orders":2}"""), (ran.Code, ran.Output)));
        Assert.Equal(["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"], provider.Grants);
        Assert.Contains("/token   to get what the request needs", renewed.Error, StringComparison.Ordinal);
        await AssertSecretAsync(provider, login, renewed);
    }

    [Fact]
    public async Task A_sign_in_by_a_browser_is_kept_for_a_client_that_registered_itself()
    {
        await using var provider = await StubProvider.StartAsync();
        using var login = await SignInByBrowserAsync(provider);
        provider.EndToken();
        var request = await _home.RunAsync("request", "--format", "json", provider.Url + "/orders");
        var list = await _home.RunAsync("login", "--list");
        var logout = await _home.RunAsync("logout", provider.Url);
        var after = await _home.RunAsync("request", provider.Url + "/orders");

        Assert.Equal(0, login.ExitCode);
        Assert.True(request.Code == 0, request.Output);
        Assert.Equal(["request", "credentials", "replay"], JsonDocument.Parse(request.Output).RootElement.GetProperty("exchange").EnumerateArray().Select(leg => leg.GetProperty("purpose").GetString()));
        Assert.Equal(["authorization_code", "refresh_token"], provider.Grants);
        Assert.Contains("tokens    registered", list.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (logout.Code, after.Code));
        Assert.Contains("or countersign login", after.Error, StringComparison.Ordinal);
        Assert.All(provider.Given, token => Assert.DoesNotContain(token, request.Output + request.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_was_given_a_secret_renews_and_gives_back_by_it()
    {
        await using var provider = await StubProvider.StartAsync(givesSecrets: true);
        using var login = await SignInByBrowserAsync(provider);
        provider.EndToken();

        var request = await _home.RunAsync("request", "-v", provider.Url + "/orders");
        var logout = await _home.RunAsync("logout", provider.Url);

        Assert.Equal(0, login.ExitCode);
        Assert.True(request.Code == 0, request.Error);
        Assert.Equal(["authorization_code", "refresh_token"], provider.Grants);
        Assert.True(logout.Code == 0 && provider.Revoked.Count == 2, logout.Error);
        await AssertSecretAsync(provider, request, logout);
    }

    [Fact]
    public async Task Offline_nothing_is_renewed()
    {
        await using var provider = await StubProvider.StartAsync();
        var login = await _home.RunAsync("login", provider.Url + "/orders", "--device", "--client-id", "cli");
        Assert.True(login.Code == 0, login.Error);

        var ran = await _home.RunAsync("request", "--offline", provider.Url + "/orders");

        Assert.Contains("\nAuthorization: Bearer ***\n", ran.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (ran.Code, provider.Grants.Count));
        Assert.All(provider.Given, token => Assert.DoesNotContain(token, ran.Output + ran.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_used_up_refresh_token_is_told_with_what_to_do()
    {
        await using var provider = await StubProvider.StartAsync();
        var login = await _home.RunAsync("login", provider.Url + "/orders", "--device", "--client-id", "cli");
        Assert.True(login.Code == 0, login.Error);
        provider.EndToken();
        using (var thief = new HttpClient())
        using (var stolen = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", "refresh-token-1")]))
            (await thief.PostAsync(provider.Url + "/token", stolen, TestContext.Current.CancellationToken)).Dispose();
        provider.EndToken();

        var ran = await _home.RunAsync("request", provider.Url + "/orders");

        Assert.Equal(1, ran.Code);
        Assert.Contains("A person has to sign in anew", ran.Error, StringComparison.Ordinal);
        Assert.Contains("countersign login signs in anew", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_declines_is_told_so_and_nothing_is_kept()
    {
        await using var provider = await StubProvider.StartAsync();
        provider.Refusal = "access_denied";

        var login = await _home.RunAsync("login", provider.Url + "/orders", "--device", "--client-id", "cli");

        Assert.Equal(1, login.Code);
        Assert.EndsWith("countersign: nothing is kept: The person declined.\n", login.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh token", login.Error, StringComparison.Ordinal);
        Assert.Equal("No sign-in is kept.\n", (await _home.RunAsync("login", "--list")).Output);
    }

    public void Dispose() => _home.Dispose();

    private async Task<Process> SignInByBrowserAsync(StubProvider provider)
    {
        var login = _home.Start("login", provider.Url + "/orders", "--no-browser");
        var address = "";
        while (await login.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                address = match.Value;
                break;
            }
        }

        using (var browser = new HttpClient())
        using (var page = await browser.GetAsync(address, TestContext.Current.CancellationToken))
            Assert.Contains("You are signed in", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await login.WaitForExitAsync(TestContext.Current.CancellationToken);
        return login;
    }

    private async Task AssertSecretAsync(StubProvider provider, params Ran[] all)
    {
        string[] secrets = [.. provider.Given, "the-device-code", "the-client-secret", Convert.ToBase64String("registered:the-client-secret"u8)];
        Assert.All(secrets, secret => Assert.All(all, ran => Assert.DoesNotContain(secret, ran.Output + ran.Error, StringComparison.Ordinal)));
        foreach (var file in _home.Files)
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/authorize\S+", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
