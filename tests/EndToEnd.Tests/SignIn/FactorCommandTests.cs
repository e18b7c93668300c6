using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>What operators do for people who lost something.</summary>
public sealed class FactorCommandTests : IAsyncLifetime
{
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        await _site.ConfigureAsync("listen: http://0.0.0.0:8080\nroutes:\n  - { name: all, access: deny }\n");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_person_is_invited_by_a_link()
    {
        var invited = await _site.CountersignAsync("user", "add", "anna", "--invite", "--group", "staff");

        Assert.Equal(0, invited.Code);
        Assert.Matches("^http://localhost:8080/\\.countersign/reset\\?token=[A-Za-z0-9_-]{43}\n$", invited.Output);
        Assert.Matches("^user anna added\nanna sets a password by this link, once, until [^ ]+ [^ ]+Z\\. Links from before are void\\.\n$", invited.Error);
        Assert.Equal("anna\tstaff\t\n", (await _site.CountersignAsync("user", "list")).Output);
    }

    [Fact]
    public async Task A_link_is_made_for_whoever_forgot_the_password()
    {
        await _site.CountersignAsync("user", "add", "anna", "--invite");

        var made = await _site.CountersignAsync("user", "reset", "anna", "--for", "15m", "--origin", "https://app.example.org", "--format", "json");

        var json = JsonDocument.Parse(made.Output).RootElement;
        Assert.Equal("anna", json.GetProperty("user").GetString());
        Assert.StartsWith("https://app.example.org/.countersign/reset?token=", json.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("expires").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData(1, "there is no user nobody", "user", "reset", "nobody")]
    [InlineData(1, "there is no user nobody", "user", "factors", "nobody")]
    [InlineData(1, "anna has no such factor", "user", "remove-factor", "anna", "totp")]
    [InlineData(1, "anna has no such factor", "user", "remove-factor", "anna", "passkey", "0123456789ab")]
    [InlineData(2, "telephone", "user", "remove-factor", "anna", "telephone")]
    [InlineData(2, "is no length of time", "user", "reset", "anna", "--for", "soon")]
    [InlineData(2, "is no origin", "user", "reset", "anna", "--origin", "app.example.org")]
    [InlineData(2, "is no origin", "user", "reset", "anna", "--origin", "https://app.example.org/x")]
    public async Task What_can_not_be_done_is_told(int code, string told, params string[] arguments)
    {
        await _site.CountersignAsync("user", "add", "anna", "--invite");

        var ran = await _site.CountersignAsync(arguments);

        Assert.Equal(code, ran.Code);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Factors_are_listed()
    {
        await _site.CountersignAsync("user", "add", "anna", "--invite");

        Assert.Equal(("", "the password alone\n"), await OutputAndErrorAsync());
        Assert.Equal("[]\n", (await _site.CountersignAsync("user", "factors", "anna", "--format", "json")).Output);

        async Task<(string, string)> OutputAndErrorAsync()
        {
            var ran = await _site.CountersignAsync("user", "factors", "anna");
            return (ran.Output, ran.Error);
        }
    }
}
