using System.Text.RegularExpressions;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>A refusal is the same to the octet whoever is named: only the reference, the date, what is sealed anew and the name that was typed differ.</summary>
public sealed partial class EqualAnswersTests : IAsyncLifetime
{
    private const string Yaml = """
        sign-in: { users: store }
        LIMITS
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
          staff: { type: basic, realm: Staff, users: store, allow-cleartext: true }
        routes:
          - { name: staff, match: { path: /staff/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: either, match: { path: /either/** }, access: { any-of: [people, staff] }, upstream: UPSTREAM }
        """;

    private const string Page = "Accept: text/html";
    private const string Problem = "Accept: application/json";

    private RunningGateway _gateway = null!;

    /// <summary>Names of one length, each with what is to be seen of it.</summary>
    public static TheoryData<string, string> Cases => new(
        from name in (string[])["none", "eve2", "old2", "inv2", "two2", "dear", "ANNA"] from way in (string[])["form", "json", "basic", "basic-json", "either"] select (name, way));

    public async ValueTask InitializeAsync() => _gateway = await StartAsync("");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_answer_tells_which_names_there_are(string name, string way)
    {
        var known = await RefusedAsync(_gateway, "anna", way);
        var reply = await RefusedAsync(_gateway, name, way);

        Assert.Equal(401, reply.Status);
        Assert.Equal(Plain(known, "anna"), Plain(reply, name));
    }

    [Theory]
    [InlineData("form")]
    [InlineData("json")]
    [InlineData("basic")]
    [InlineData("basic-json")]
    public async Task No_lockout_tells_which_names_there_are(string way)
    {
        await using var gateway = await StartAsync("limits: { attempts-per-name: 1 }");
        Dictionary<string, string> locked = [];
        foreach (var name in (string[])["anna", "none", "eve2", "inv2"])
        {
            Assert.Equal(401, (await RefusedAsync(gateway, name, way)).Status);
            var reply = await RefusedAsync(gateway, name, way);
            Assert.Equal(429, reply.Status);
            locked[name] = Wait().Replace(Plain(reply, name), "");
        }

        Assert.Single(locked.Values.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_link_that_never_was_and_one_that_was_used_are_answered_alike()
    {
        var links = new ResetLinkStore(_gateway.Host.Services.Store);
        var used = links.Issue("anna", TimeSpan.FromHours(1))!.Reveal();
        links.Redeem(used, "!");

        var replies = new List<string>();
        foreach (var token in (string[])[used, new string('A', used.Length)])
        {
            var reply = await _gateway.GetAsync("/.countersign/reset?token=" + token, Page);
            replies.Add(Plain(reply, token));
        }

        Assert.Equal(replies[0], replies[1]);
    }

    private static async Task<RunningGateway> StartAsync(string limits)
    {
        var gateway = await SignInSite.StartAsync(Yaml.Replace("LIMITS", limits, StringComparison.Ordinal));
        var users = gateway.Host.Services.Users;
        var usual = users.Find("anna")!.PasswordHash;
        users.Add(new("eve2", usual) { Disabled = true });
        users.Add(new("old2", "rl0uE0cQ5gYk6"));
        users.Add(new("inv2", "!"));
        users.Add(new("two2", usual));
        users.Add(new("dear", "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu"));
        Assert.True(new TotpStore(gateway.Host.Services.Store, TimeProvider.System).Set("two2", [1, 2, 3], 0));
        return gateway;
    }

    private static async Task<Reply> RefusedAsync(RunningGateway gateway, string name, string way)
    {
        switch (way)
        {
            case "form":
                return await new TestBrowser(gateway).SignInAsync(name, "wrong");
            case "json":
                var browser = new TestBrowser(gateway);
                return await browser.PostBareAsync("/.countersign/login", TestBrowser.Form(await browser.AttemptAsync(), name, "wrong"), Problem);
            default:
                var path = way == "either" ? "/either/a" : "/staff/a";
                return await gateway.GetAsync(path, Credential.Basic(name, "wrong"), way == "basic-json" ? Problem : Page);
        }
    }

    private static string Plain(Reply reply, string typed) => Chance().Replace(reply.Raw, "")
        .Replace(reply.Reference, "", StringComparison.Ordinal).Replace($"value=\"{typed}\"", "", StringComparison.Ordinal);

    [GeneratedRegex("name=\"attempt\" value=\"[^\"]*\"|\"attempt\":\"[^\"]*\"|countersign-attempt=[^;]*|\r\nDate: [^\r]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chance();

    [GeneratedRegex("Retry-After: [0-9]+|(?<=[Ww]ait )[0-9]+ [a-z]+|\"retry_?[Aa]fter\": ?[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wait();
}
