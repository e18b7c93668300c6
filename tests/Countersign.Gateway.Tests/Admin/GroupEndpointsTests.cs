using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class GroupEndpointsTests : IAsyncLifetime
{
    private const string Groups = "/.countersign/groups";

    private RunningGateway _gateway = null!;

    private UserStore Store => _gateway.Host.Services.Users;

    public async ValueTask InitializeAsync()
    {
        StandardError.Keep();
        _gateway = await RunningGateway.StartAsync("routes: [{ name: all, access: deny }]");
        Store.Add(new("anna", "h") { Groups = ["staff"] });
        Store.Add(new("bob", "h") { Groups = ["staff", "a/b"] });
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Groups_are_listed_with_their_members()
    {
        Assert.Equal("""[{"name":"a/b","members":["bob"]},{"name":"staff","members":["anna","bob"]}]""", (await _gateway.SendAsync("GET", Groups)).Body);
        Assert.Equal("""{"name":"a/b","members":["bob"]}""", (await _gateway.SendAsync("GET", Groups + "/a%2Fb")).Body);
        Assert.Equal(404, (await _gateway.SendAsync("GET", Groups + "/nobodys")).Status);
    }

    [Fact]
    public async Task Users_join_and_leave_and_the_group_comes_and_goes_with_them()
    {
        var joined = await _gateway.SendAsync("POST", Groups + "/ops/members", """{"users":["bob","anna"]}""");
        Assert.Equal((200, """{"name":"ops","members":["anna","bob"]}"""), (joined.Status, joined.Body));
        Assert.Equal(joined.Body, (await _gateway.SendAsync("POST", Groups + "/ops/members", """{"users":["bob"]}""")).Body);

        Assert.Equal(204, (await _gateway.SendAsync("DELETE", Groups + "/ops/members/anna")).Status);
        Assert.Equal(404, (await _gateway.SendAsync("DELETE", Groups + "/ops/members/anna")).Status);
        Assert.Equal(404, (await _gateway.SendAsync("DELETE", Groups + "/ops/members/nobody")).Status);
        Assert.Equal(204, (await _gateway.SendAsync("DELETE", Groups + "/ops/members/bob")).Status);
        Assert.Equal(404, (await _gateway.SendAsync("GET", Groups + "/ops")).Status);
        Assert.Equal(["staff", "a/b"], Store.Find("bob")!.Groups);
    }

    [Fact]
    public async Task All_users_of_a_request_join_or_none()
    {
        var reply = await _gateway.SendAsync("POST", Groups + "/ops/members", """{"users":["anna","eva","max"]}""");

        Assert.Equal((409, "There is no user eva, max."), (reply.Status, reply.Json.GetProperty("detail").GetString()));
        Assert.Equal(["staff"], Store.Find("anna")!.Groups);
    }

    [Fact]
    public async Task A_group_is_taken_from_everybody_at_once()
    {
        Assert.Equal(204, (await _gateway.SendAsync("DELETE", Groups + "/staff")).Status);

        Assert.Equal(404, (await _gateway.SendAsync("DELETE", Groups + "/staff")).Status);
        Assert.Equal(["a/b"], Assert.Single(GroupRecord.Of(Store.Read()).Select(group => (string[])[group.Name])));
    }

    [Theory]
    [InlineData("/a%2Cb/members", """{"users":["anna"]}""", "A group")]
    [InlineData("/ops/members", """{"users":[]}""", "at least one")]
    [InlineData("/ops/members", "{}", "'users' is needed.")]
    [InlineData("/ops/members", """{"users":["a:b"]}""", "colon")]
    [InlineData("/ops/members", """{"users":"anna"}""", "'users' is a list of texts.")]
    public async Task What_is_wrong_with_a_change_is_said(string target, string content, string told)
    {
        var reply = await _gateway.SendAsync("POST", Groups + target, content);

        Assert.Equal(400, reply.Status);
        Assert.Contains(told, reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_of_every_change()
    {
        await _gateway.SendAsync("POST", Groups + "/of-the-log/members", """{"users":["bob","anna"]}""");
        await _gateway.SendAsync("DELETE", Groups + "/of-the-log/members/bob");
        await _gateway.SendAsync("DELETE", Groups + "/of-the-log");

        string[] lines =
        [
            "Group of-the-log was joined by bob, anna through the admin listener from 127.0.0.1", "Group of-the-log was left by bob through the admin listener from 127.0.0.1",
            "Group of-the-log of 1 users was removed through the admin listener from 127.0.0.1",
        ];
        foreach (var line in lines)
            Assert.True(await Eventually.IsSoAsync(() => StandardError.Text.Contains(line, StringComparison.Ordinal)), line);
    }
}
