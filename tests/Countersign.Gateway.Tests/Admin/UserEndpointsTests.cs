using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class UserEndpointsTests : IAsyncLifetime
{
    private const string Users = "/.countersign/users";

    private RunningGateway _gateway = null!;

    private UserStore Store => _gateway.Host.Services.Users;

    public async ValueTask InitializeAsync()
    {
        StandardError.Keep();
        _gateway = await RunningGateway.StartAsync("""
            schemes: { staff: { type: basic, users: store, allow-cleartext: true } }
            routes:
              - { name: ops, match: { path: /ops }, access: { any-of: [staff], groups: [ops] }, upstream: UPSTREAM }
              - { name: staff, access: { any-of: [staff] }, upstream: UPSTREAM }
            """);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_user_is_added_gets_in_and_is_removed()
    {
        var added = await _gateway.SendAsync("POST", Users, """{"name":"anna","password":"s3cret","groups":["staff"],"email":"anna@example.org"}""");

        Assert.Equal((201, Users + "/anna", "no-store"), (added.Status, added.Field("Location"), added.Field("Cache-Control")));
        Assert.Equal(["name", "groups", "email", "disabled", "created"], added.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(200, await StatusAsync("anna", "s3cret"));
        var shown = await _gateway.SendAsync("GET", Users + "/anna");
        Assert.Equal((200, added.Body, added.Field("ETag")), (shown.Status, shown.Body, shown.Field("ETag")));
        Assert.Equal("[" + added.Body + "]", (await _gateway.SendAsync("GET", Users)).Body);

        Assert.Equal(204, (await _gateway.SendAsync("DELETE", Users + "/anna")).Status);
        Assert.Equal(401, await StatusAsync("anna", "s3cret"));
        Assert.Equal(404, (await _gateway.SendAsync("DELETE", Users + "/anna")).Status);
    }

    [Fact]
    public async Task A_name_is_taken_once_in_whatever_form_it_is_written()
    {
        Assert.Equal(Users + "/j%C3%B6rg", (await _gateway.SendAsync("POST", Users, """{"name":"jo\u0308rg","password":"x"}""")).Field("Location"));

        Assert.Equal(409, (await _gateway.SendAsync("POST", Users, """{"name":"jörg","password":"y"}""")).Status);
        Assert.Equal(200, (await _gateway.SendAsync("GET", Users + "/jo%CC%88rg")).Status);
        Assert.Equal(200, await StatusAsync("jörg", "x"));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a+b c", "a+b%20c")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    public async Task Names_that_look_like_addresses_are_told_apart(string name, string encoded)
    {
        Store.Add(new("other", "h"));
        var added = await _gateway.SendAsync("POST", Users, $$"""{"name":"{{name}}","password":"x"}""");

        var shown = await _gateway.SendAsync("GET", $"{Users}/{encoded}");
        Assert.Equal((200, name), (shown.Status, shown.Json.GetProperty("name").GetString()));
        Assert.Equal(shown.Body, (await _gateway.SendAsync("GET", added.Field("Location")!)).Body);
        Assert.Equal(204, (await _gateway.SendAsync("DELETE", $"{Users}/{encoded}")).Status);
        Assert.Equal("other", Assert.Single(Store.Read()).Name);
    }

    [Theory]
    [InlineData("/a%")]
    [InlineData("/a%2")]
    [InlineData("/a%zz")]
    [InlineData("/%FF")]
    [InlineData("/a/../b")]
    [InlineData("/")]
    [InlineData("//")]
    public async Task An_address_that_is_none_is_nobodys(string rest)
    {
        Store.Add(new("b", "h"));

        Assert.Equal(404, (await _gateway.SendAsync("DELETE", Users + rest)).Status);
        Assert.Single(Store.Read());
    }

    [Fact]
    public async Task A_change_names_what_it_changes_and_leaves_the_rest()
    {
        Store.Add(new("anna", "h") { Groups = ["staff"], Email = "anna@example.org" });

        var groups = await _gateway.SendAsync("PATCH", Users + "/anna", """{"groups":["ops","ops"]}""");
        Assert.Equal((200, """["ops"]""", "anna@example.org"), (groups.Status, groups.Json.GetProperty("groups").GetRawText(), groups.Json.GetProperty("email").GetString()));
        var email = await _gateway.SendAsync("PATCH", Users + "/anna", """{"email":null,"disabled":true}""", "Content-Type: application/merge-patch+json");
        Assert.Equal((200, null, true), (email.Status, email.Json.GetProperty("email").GetString(), email.Json.GetProperty("disabled").GetBoolean()));
        Assert.Equal(email.Body, (await _gateway.SendAsync("PATCH", Users + "/anna", "{}")).Body);

        var anna = Store.Find("anna")!;
        Assert.Equal(("h", null, true), (anna.PasswordHash, anna.Email, anna.Disabled));
        Assert.Equal(["ops"], anna.Groups);
        Assert.Equal(404, (await _gateway.SendAsync("PATCH", Users + "/bob", "{}")).Status);
    }

    [Fact]
    public async Task A_lost_group_counts_with_the_next_request()
    {
        await _gateway.SendAsync("POST", Users, """{"name":"anna","password":"s3cret","groups":["ops"]}""");
        Assert.Equal(200, await StatusAsync("anna", "s3cret", "/ops"));

        await _gateway.SendAsync("PATCH", Users + "/anna", """{"groups":[]}""");

        Assert.Equal(403, await StatusAsync("anna", "s3cret", "/ops"));
    }

    [Fact]
    public async Task A_new_password_counts_in_place_of_the_old_one()
    {
        await _gateway.SendAsync("POST", Users, """{"name":"anna","password":"old"}""");

        Assert.Equal((204, ""), await StatusAndBodyAsync("PUT", Users + "/anna/password", """{"password":"new"}"""));

        Assert.Equal((200, 401), (await StatusAsync("anna", "new"), await StatusAsync("anna", "old")));
        Assert.Equal(404, (await _gateway.SendAsync("PUT", Users + "/bob/password", """{"password":"new"}""")).Status);
    }

    [Fact]
    public async Task A_change_on_a_condition_leaves_alone_what_somebody_else_changed()
    {
        Store.Add(new("anna", "h") { Groups = ["staff"] });
        var seen = "If-Match: " + (await _gateway.SendAsync("GET", Users + "/anna")).Field("ETag");

        var changed = await _gateway.SendAsync("PATCH", Users + "/anna", """{"groups":["ops"]}""", seen);
        Assert.Equal(200, changed.Status);
        foreach (var stale in new[] { seen, "If-Match: W/" + changed.Field("ETag"), "If-Match: anna", "If-Match: \"\"" })
        {
            Assert.Equal(412, (await _gateway.SendAsync("PATCH", Users + "/anna", """{"groups":[]}""", stale)).Status);
            Assert.Equal(412, (await _gateway.SendAsync("PUT", Users + "/anna/password", """{"password":"x"}""", stale)).Status);
            Assert.Equal(412, (await _gateway.SendAsync("DELETE", Users + "/anna", "", stale)).Status);
        }

        Assert.Equal(("h", "ops"), (Store.Find("anna")!.PasswordHash, Assert.Single(Store.Find("anna")!.Groups)));
        Assert.Equal(404, (await _gateway.SendAsync("DELETE", Users + "/bob", "", "If-Match: *")).Status);
        Assert.Equal(204, (await _gateway.SendAsync("PUT", Users + "/anna/password", """{"password":"x"}""", "If-Match: *")).Status);
        Assert.Equal(204, (await _gateway.SendAsync("DELETE", Users + "/anna", "", $"If-Match: \"other\", {changed.Field("ETag")}")).Status);
    }

    [Fact]
    public async Task Shows_the_users_of_one_group_and_nobody_for_a_filter_that_is_not_known()
    {
        Store.Add(new("anna", "h") { Groups = ["ops & co"] });
        Store.Add(new("bob", "h") { Groups = ["ops"] });

        Assert.Equal("anna", Assert.Single((await _gateway.SendAsync("GET", Users + "?group=ops%20%26%20co")).Json.EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("[]", (await _gateway.SendAsync("GET", Users + "?group=")).Body);
        foreach (var query in new[] { "?grup=ops", "?group=ops&group=x", "?group=ops&x" })
            Assert.Equal(400, (await _gateway.SendAsync("GET", Users + query)).Status);
    }

    [Theory]
    [InlineData("POST", Users, "{}", "'name' is needed.")]
    [InlineData("POST", Users, """{"name":"bob"}""", "'password' is needed.")]
    [InlineData("POST", Users, """{"name":"bob","password":null}""", "'password' is needed.")]
    [InlineData("POST", Users, """{"name":"bob","password":""}""", "An empty password protects nothing.")]
    [InlineData("POST", Users, """{"name":"bob","password":"s3cret\u0007"}""", "control characters")]
    [InlineData("POST", Users, """{"name":"bob","password":"s3cret\ufffd"}""", "not UTF-8")]
    [InlineData("POST", Users, """{"name":"a:b","password":"s3cret"}""", "colon")]
    [InlineData("POST", Users, """{"name":"bob","password":"s3cret","groups":["a,b"]}""", "A group")]
    [InlineData("POST", Users, """{"name":"bob","password":"s3cret","groups":null}""", "'groups' is a list of texts.")]
    [InlineData("POST", Users, """{"name":"bob","password":"s3cret","disabled":"yes"}""", "'disabled' is true or false.")]
    [InlineData("POST", Users, """{"name":"bob","password":"s3cret","hash":"x"}""", "'hash' is not known here; there are: name, password, groups, email, disabled.")]
    [InlineData("PATCH", Users + "/anna", """{"password":"s3cret"}""", "'password' is not known here; there are: groups, email, disabled.")]
    [InlineData("PATCH", Users + "/anna", """{"groups":[""]}""", "A group")]
    [InlineData("PATCH", Users + "/anna", """{"email":" "}""", "1 to 255")]
    [InlineData("PUT", Users + "/anna/password", """{"password":7}""", "'password' is a text.")]
    public async Task What_is_wrong_with_a_change_is_said_and_nothing_is_changed(string method, string target, string content, string told)
    {
        Store.Add(new("anna", "h") { Groups = ["staff"] });

        var reply = await _gateway.SendAsync(method, target, content);

        Assert.Equal((400, "application/problem+json"), (reply.Status, reply.Field("Content-Type")));
        Assert.Contains(told, reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", reply.Body, StringComparison.Ordinal);
        Assert.Equal(("h", "staff"), (Assert.Single(Store.Read()).PasswordHash, Assert.Single(Store.Find("anna")!.Groups)));
    }

    [Theory]
    [InlineData("POST", Users)]
    [InlineData("PATCH", Users + "/anna")]
    [InlineData("PUT", Users + "/anna/password")]
    public async Task Content_that_is_not_declared_as_JSON_changes_nothing(string method, string target)
    {
        Store.Add(new("anna", "h"));

        Assert.Equal(415, (await _gateway.SendAsync(method, target, """{"name":"bob","password":"x"}""", "Content-Type: text/plain")).Status);
        if (method != "PATCH")
            Assert.Equal(415, (await _gateway.SendAsync(method, target, "{}", "Content-Type: application/merge-patch+json")).Status);
        Assert.Equal("h", Assert.Single(Store.Read()).PasswordHash);
    }

    [Fact]
    public async Task The_log_tells_of_every_change_and_of_no_secret()
    {
        const string Name = "eva of the log";
        await _gateway.SendAsync("POST", Users, $$"""{"name":"{{Name}}","password":"pass-phrase-1"}""");
        await _gateway.SendAsync("PATCH", $"{Users}/{Uri.EscapeDataString(Name)}", """{"email":null,"disabled":false}""");
        await _gateway.SendAsync("PUT", $"{Users}/{Uri.EscapeDataString(Name)}/password", """{"password":"pass-phrase-2"}""");
        await _gateway.SendAsync("DELETE", $"{Users}/{Uri.EscapeDataString(Name)}");

        string[] lines =
        [
            $"User {Name} was added through the admin listener from 127.0.0.1", $"User {Name} was changed (email, disabled) through the admin listener from 127.0.0.1",
            $"The password of user {Name} was set through the admin listener from 127.0.0.1", $"User {Name} was removed through the admin listener from 127.0.0.1",
        ];
        foreach (var line in lines)
            Assert.True(await Eventually.IsSoAsync(() => StandardError.Text.Contains(line, StringComparison.Ordinal)), line);
        Assert.DoesNotContain("pass-phrase", StandardError.Text, StringComparison.Ordinal);
    }

    private async Task<int> StatusAsync(string user, string password, string target = "/") =>
        (await _gateway.GetAsync(target, Credential.Basic(user, password))).Status;

    private async Task<(int Status, string Body)> StatusAndBodyAsync(string method, string target, string content)
    {
        var reply = await _gateway.SendAsync(method, target, content);
        return (reply.Status, reply.Body);
    }
}
