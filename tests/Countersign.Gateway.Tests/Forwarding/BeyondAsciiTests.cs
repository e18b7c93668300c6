using System.Text;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>Names and fields of people who write in more than ASCII.</summary>
public sealed class BeyondAsciiTests
{
    private const string Realm = "Küche — 台所";
    private const string Yaml = $$"""
        schemes:
          people: { type: basic, realm: "{{Realm}}", users: store, allow-cleartext: true }
          devices: { type: digest, realm: "{{Realm}}", htdigest: devices.htdigest }
        routes:
          - { name: people, match: { path: /people/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: both, match: { path: /both/** }, access: { any-of: [people, devices] }, upstream: UPSTREAM }
          - name: open
            access: public
            upstream: { urls: UPSTREAM, set-headers: { request: { X-Place: "{{Realm}}" }, response: { X-Place: "{{Realm}}" } } }
        """;

    [Theory]
    [InlineData("/people/a", 1)]
    [InlineData("/both/a", 2)]
    public async Task A_realm_is_sent_in_UTF_8(string target, int challenges)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.GetAsync(target);

        Assert.Equal((401, challenges), (reply.Status, reply.Challenges.Length));
        Assert.All(reply.Challenges, line => Assert.Equal(Realm, ChallengeReader.Read(line).Challenges[0].Realm));
        Assert.Equal(reply.Challenges, (await gateway.JournalAsync(reply.Reference)).Challenges);
    }

    [Fact]
    public async Task Fields_pass_as_they_are_in_both_directions()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context =>
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{Realm}\"";
            return Task.CompletedTask;
        }));

        var reply = await gateway.GetAsync("/open", "X-Name: " + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Realm)));

        Assert.Equal((200, $"attachment; filename=\"{Realm}\""), (reply.Status, reply.Field("Content-Disposition")));
        Assert.Equal((Realm, Realm), (gateway.Upstream.Last.Field("X-Name"), gateway.Upstream.Last.Field("X-Place")));
        Assert.Equal(Realm, reply.Field("X-Place"));
    }

    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("xn--a")] // no international name at all
    public async Task A_host_passes_as_it_was_written(string host)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.RawAsync($"GET /open HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Equal((200, host), (reply.Status, gateway.Upstream.Last.Field("X-Forwarded-Host")));
    }

    [Theory]
    [InlineData("anna", "anna")]
    [InlineData("jörg", "j%C3%B6rg")]
    [InlineData("jo\u0308rg", "j%C3%B6rg")] // the one above, as some systems type it
    [InlineData("j%C3%B6rg", "j%25C3%25B6rg")] // not the ones above
    public async Task A_user_is_told_to_the_upstream_in_ASCII_and_never_as_another_one(string user, string told)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        gateway.Host.Services.Users.Add(new UserRecord(user, "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0="));

        var reply = await gateway.GetAsync("/people/a", Credential.Basic(user, "sha1-user"));

        Assert.Equal((200, told), (reply.Status, gateway.Upstream.Last.Field("X-Forwarded-User")));
    }

    [Theory]
    [InlineData(new[] { "staff", "ops" }, "staff,ops")]
    [InlineData(new[] { "müller", "staff" }, "m%C3%BCller,staff")]
    [InlineData(new[] { "a,admin", "b c" }, "a%2Cadmin,b c")]
    public async Task Each_group_is_told_by_itself_and_none_as_two(string[] groups, string told)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        gateway.Host.Services.Users.Add(new UserRecord("anna", "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=") { Groups = [.. groups] });

        await gateway.GetAsync("/people/a", Credential.Basic("anna", "sha1-user"));

        Assert.Equal(told, gateway.Upstream.Last.Field("X-Forwarded-Groups"));
    }

    [Fact]
    public async Task A_user_of_the_store_gets_in_however_name_and_rule_were_typed()
    {
        await using var gateway = await RunningGateway.StartAsync("""
            schemes:
              people: { type: basic, realm: People, users: store, allow-cleartext: true }
            routes:
              - { name: all, access: { any-of: [people], users: ["jo\u0308rg"] }, upstream: UPSTREAM }
            """);
        gateway.Host.Services.Users.Add(new UserRecord("jo\u0308rg", "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0="));

        Assert.Equal(200, (await gateway.GetAsync("/a", Credential.Basic("j\u00f6rg", "sha1-user"))).Status);
    }
}
