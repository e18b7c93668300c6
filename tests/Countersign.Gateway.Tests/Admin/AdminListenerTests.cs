using Countersign.Gateway.Tests.Hosting;
using Countersign.Wire;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class AdminListenerTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Health_is_open_and_ready_follows_when_warm()
    {
        Assert.Equal(200, (await _gateway.AdminAsync("/.countersign/health/live")).Status);
        await WarmAsync();
    }

    [Fact]
    public async Task Nothing_follows_a_request_with_content()
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(_gateway.Admin, "/.countersign/health/live"), new StringContent("abcd"), TestContext.Current.CancellationToken);

        Assert.True(answer.Headers.ConnectionClose);
    }

    [Fact]
    public async Task Without_pages_for_people_there_are_none_and_nothing_says_so()
    {
        var reply = await _gateway.AskedAdminAsync("/console");

        Assert.Equal(404, reply.Status);
        Assert.DoesNotContain("/console", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warming_up_leaves_no_count_and_no_line()
    {
        await WarmAsync();

        var counts = (await _gateway.MetricsAsync()).Split('\n').Where(line => line.StartsWith("countersign_gateway_decisions_total{", StringComparison.Ordinal));
        Assert.All(counts, line => Assert.EndsWith("} 0", line, StringComparison.Ordinal));
        Assert.Empty(_gateway.Log.Text());
    }

    [Theory]
    [InlineData("/.countersign/metrics")]
    [InlineData("/.countersign/users")]
    [InlineData("/.countersign/groups")]
    [InlineData("/.countersign/sessions")]
    [InlineData("/.countersign/openapi.json")]
    [InlineData("/.countersign/keys")]
    [InlineData("/.countersign/revocations")]
    [InlineData("/.countersign/journal")]
    [InlineData("/.countersign/journal/x")]
    [InlineData("/.countersign/admissions")]
    [InlineData("/")]
    public async Task All_else_needs_the_admin_credential(string target)
    {
        var reply = await _gateway.AdminAsync(target);

        Assert.Equal(401, reply.Status);
        Assert.Equal(["Bearer", "Basic"], reply.Challenges.Select(line => Assert.Single(ChallengeReader.Read(line).Challenges).Scheme));
        Assert.Equal("no-store", reply.Field("Cache-Control"));
        Assert.NotEqual(401, (await _gateway.AskedAdminAsync(target)).Status);
    }

    [Theory]
    [InlineData("Authorization: Bearer wrong")]
    [InlineData("Authorization: Basic eDp3cm9uZw==")]
    [InlineData("Authorization: Basic !")]
    [InlineData("Authorization: Digest username=\"x\"")]
    [InlineData("Authorization:")]
    public async Task Other_credentials_open_nothing(string field) =>
        Assert.Equal(401, (await _gateway.AdminAsync("/.countersign/metrics", field)).Status);

    [Fact]
    public async Task Two_credentials_open_nothing()
    {
        var field = $"Authorization: Bearer {RunningGateway.AdminToken}";

        Assert.Equal(401, (await _gateway.AdminAsync("/.countersign/metrics", field, field)).Status);
    }

    [Fact]
    public async Task A_browser_may_send_the_credential_as_a_password() =>
        Assert.Equal(200, (await _gateway.AdminAsync("/.countersign/metrics", Credential.Basic("anybody", RunningGateway.AdminToken))).Status);

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("xn--a.example")]                       // begins like an international name and is none
    public async Task Another_host_name_is_misdirected_even_with_the_credential(string host)
    {
        var reply = await _gateway.AdminAsync("/.countersign/metrics", "Host: " + host, $"Authorization: Bearer {RunningGateway.AdminToken}");

        Assert.Equal(421, reply.Status);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:81")]
    [InlineData("[::1]:81")]
    public async Task The_names_of_this_machine_are_served(string host) =>
        Assert.Equal(200, (await _gateway.AdminAsync("/.countersign/health/live", "Host: " + host)).Status);

    /// <summary>RFC 9112 §3.2.2: a server takes it, though only proxies are sent it.</summary>
    [Theory]
    [InlineData("http://localhost/.countersign/users", 200)]
    [InlineData("http://localhost/.countersign/users?group=x", 200)]
    [InlineData("http://localhost", 404)]
    [InlineData("http://localhost/x/.countersign/users", 404)]
    public async Task An_address_may_be_written_with_its_host(string target, int status) =>
        Assert.Equal(status, (await _gateway.AdminAsync(target, "Host: localhost", $"Authorization: Bearer {RunningGateway.AdminToken}")).Status);

    [Theory]
    [InlineData("/")]
    [InlineData("/.countersign/health")]
    [InlineData("/.countersign/journals")]
    public async Task An_unknown_address_is_told_what_there_is(string target)
    {
        var reply = await _gateway.AskedAdminAsync(target);

        Assert.Equal(404, reply.Status);
        Assert.Contains("/.countersign/openapi.json, which describes all of it: health/live, health/ready, metrics, openapi.json, journal, journal/REFERENCE, admissions, users, users/USER, ", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_keys_and_users_without_secrets()
    {
        var key = _gateway.Host.Services.Keys.Create("press", ["read"]).Key.Reveal();
        _gateway.Host.Services.Users.Add(new("eve", "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=") { Groups = ["staff"] });

        var keys = await _gateway.AskedAdminAsync("/.countersign/keys");
        var users = await _gateway.AskedAdminAsync("/.countersign/users");

        Assert.Equal("press", Assert.Single(keys.Json.EnumerateArray()).GetProperty("name").GetString());
        Assert.DoesNotContain(key, keys.Body, StringComparison.Ordinal);
        Assert.Equal("eve", Assert.Single(users.Json.EnumerateArray()).GetProperty("name").GetString());
        Assert.DoesNotContain("SHA", users.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/.countersign/health/live")]
    [InlineData("/.countersign/metrics")]
    [InlineData("/.countersign/groups")]
    [InlineData("/.countersign/sessions")]
    [InlineData("/.countersign/journal")]
    [InlineData("/.countersign/admissions")]
    [InlineData("/.countersign/openapi.json")]
    [InlineData("/.countersign/users", "POST")]
    [InlineData("/.countersign/keys", "POST")]
    [InlineData("/.countersign/revocations", "POST")]
    public async Task It_is_read_with_GET_and_HEAD_and_changed_with_POST_where_that_is_possible(string target, params string[] further)
    {
        var allowed = string.Join(", ", ["GET", "HEAD", .. further]);
        string[] fields = [$"Host: {_gateway.Admin.Authority}", $"Authorization: Bearer {RunningGateway.AdminToken}"];

        var head = await RunningGateway.AskAsync(_gateway.Admin, "HEAD", target, fields);
        Assert.Equal((200, ""), (head.Status, head.Body));
        foreach (var method in new[] { "POST", "DELETE", "TRACE", "OPTIONS", "PUT", "post" }.Except(further))
        {
            var reply = await RunningGateway.AskAsync(_gateway.Admin, method, target, fields);
            Assert.Equal((405, allowed), (reply.Status, reply.Field("Allow")));
        }
    }

    [Fact]
    public async Task The_public_listener_has_none_of_it()
    {
        foreach (var target in new[] { "/.countersign/metrics", "/.countersign/health/live", "/.countersign/users" })
            Assert.Equal(404, (await _gateway.GetAsync(target, $"Authorization: Bearer {RunningGateway.AdminToken}")).Status);
    }

    private async Task WarmAsync()
    {
        while ((await _gateway.AdminAsync("/.countersign/health/ready")) is { Status: var status } && status != 200)
        {
            Assert.Equal(503, status);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
