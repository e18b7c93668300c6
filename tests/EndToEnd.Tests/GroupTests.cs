using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>Groups and what else an operator changes of users.</summary>
public sealed class GroupTests : IAsyncLifetime
{
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        await _site.ConfigureAsync("routes:\n  - { name: all, access: deny }\n");
        foreach (var user in new[] { "anna", "jörg" })
            Assert.Equal(0, (await Programs.CountersignWithInputAsync("s3cret\n", "user", "add", user, "--group", "staff", "--email", $"{user}@example.org", "--config", _site.Configuration)).Code);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Users_join_and_leave_groups_and_the_list_shows_it()
    {
        Assert.Equal((0, "", "anna, jörg joined ops\n"), await RunAsync("group", "add", "ops", "anna", "jörg"));
        Assert.Equal((0, "", "all of them are in ops already\n"), await RunAsync("group", "add", "ops", "anna"));
        Assert.Equal((0, "", "anna left staff\n"), await RunAsync("group", "remove", "staff", "anna"));

        Assert.Equal((0, "ops\tanna,jörg\nstaff\tjörg\n", ""), await RunAsync("group", "list"));
        var groups = JsonDocument.Parse((await RunAsync("group", "list", "--format", "json")).Output).RootElement;
        Assert.Equal(("ops", """["anna","jörg"]"""), (groups[0].GetProperty("name").GetString(), JsonSerializer.Serialize(groups[0].GetProperty("members").EnumerateArray().Select(name => name.GetString()), Relaxed)));

        Assert.Equal((0, "", "group ops removed, of 2 users\n"), await RunAsync("group", "remove", "ops", "--all"));
        Assert.Equal((0, "", "jörg left staff\n"), await RunAsync("group", "remove", "staff", "jörg"));
        Assert.Equal((0, "", "no user belongs to a group\n"), await RunAsync("group", "list"));
    }

    [Theory]
    [InlineData("there is no user eva, max, and nobody joined; 'countersign user list' shows them.", "group", "add", "ops", "anna", "eva", "max")]
    [InlineData("anna, eva is not in ops, and nobody left; 'countersign group list' shows who is.", "group", "remove", "ops", "anna", "eva")]
    [InlineData("there is no group ops; 'countersign group list' shows them.", "group", "remove", "ops", "--all")]
    [InlineData("there is no user eva; 'countersign user list' shows them.", "user", "change", "eva", "--no-groups")]
    [InlineData("there is no user eva; 'countersign user list' shows them.", "user", "change", "eva", "--email", "eva@example.org")]
    public async Task What_cannot_be_done_is_said_and_nothing_is_changed(string told, params string[] arguments)
    {
        Assert.Equal((1, "", $"countersign: {told}\n"), await RunAsync(arguments));
        Assert.Equal("staff\tanna,jörg\n", (await RunAsync("group", "list")).Output);
    }

    [Theory]
    [InlineData("group")]
    [InlineData("group", "add", "ops")]
    [InlineData("group", "add", "a,b", "anna")]
    [InlineData("group", "add", "ops", "a:b")]
    [InlineData("group", "remove", "ops")]
    [InlineData("group", "remove", "ops", "anna", "--all")]
    [InlineData("user", "change", "anna")]
    [InlineData("user", "change", "anna", "--group", "a,b")]
    [InlineData("user", "change", "anna", "--group", "ops", "--no-groups")]
    [InlineData("user", "change", "anna", "--email", "a", "--no-email")]
    [InlineData("session")]
    [InlineData("session", "list", "--limit", "0")]
    [InlineData("session", "revoke")]
    [InlineData("session", "revoke", "x", "--all")]
    [InlineData("session", "revoke", "--user", "anna", "--all")]
    public async Task What_does_not_say_what_is_meant_is_wrong_usage(params string[] arguments)
    {
        var ran = await _site.CountersignAsync(arguments);

        Assert.True(ran.Code == 2, $"{ran.Code}: {ran.Output}{ran.Error}");
        Assert.NotEmpty(ran.Error.Trim());
    }

    [Fact]
    public async Task Groups_and_address_of_a_user_are_changed()
    {
        Assert.Equal((0, "", "user anna changed\n"), await RunAsync("user", "change", "anna", "--group", "ops", "--group", "admins", "--no-email"));
        Assert.Equal((0, "", "user jörg changed\n"), await RunAsync("user", "change", "jörg", "--no-groups", "--email", "j@example.org"));

        Assert.Equal("anna\tops,admins\t\njörg\t\tj@example.org\n", (await RunAsync("user", "list")).Output);
        var user = JsonDocument.Parse((await RunAsync("user", "list", "--format", "json")).Output).RootElement[0];
        Assert.Equal(["name", "groups", "email", "disabled", "created"], user.EnumerateObject().Select(member => member.Name));
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var ran = await _site.CountersignAsync(arguments);
        return (ran.Code, ran.Output, ran.Error);
    }
}
