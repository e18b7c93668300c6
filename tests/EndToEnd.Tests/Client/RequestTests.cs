using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary><c>countersign request</c> before a running gateway.</summary>
public sealed class RequestTests(SiteFixture fixture) : IDisposable
{
    private const string Password = "correct horse";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    private Site Site => fixture.Site;

    [Fact]
    public async Task A_401_is_explained_with_all_that_it_takes_and_the_servers_reference()
    {
        var ran = await RequestAsync("", Site.Url("/any/x"));

        Assert.Equal(1, ran.Code);
        Assert.Equal("credentials-missing", JsonDocument.Parse(ran.Output).RootElement.GetProperty("reason").GetString());
        Assert.Contains("   401 Unauthorized", ran.Error, StringComparison.Ordinal);
        Assert.Contains("   challenge  Digest realm=\"devices@example.org\"", ran.Error, StringComparison.Ordinal);
        Assert.Contains("   challenge  Basic realm=\"Staging\"", ran.Error, StringComparison.Ordinal);
        Assert.Contains("no credentials for it; --auth USER answers it", ran.Error, StringComparison.Ordinal);
        Assert.Matches(@"\n  reference  [0-9a-z]{16}\n", ran.Error);
    }

    [Theory]
    [InlineData("/basic/x", ExampleSite.Anna, "Basic ***")]
    [InlineData("/strong/x", ExampleSite.Sensor, "response=\"***\"")]
    [InlineData("/any/x", ExampleSite.Sensor, "response=\"***\"")]
    public async Task Credentials_answer_the_challenge_and_the_secret_is_not_shown(string path, string auth, string shown)
    {
        var ran = await RequestAsync(auth + "\n", "--auth", "-", "-v", Site.Url(path));

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal(path, JsonDocument.Parse(ran.Output).RootElement.GetProperty("path").GetString());
        Assert.Contains("\n2  GET ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(shown, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(auth.Split(':')[1], ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_ends_with_the_clients_and_the_servers_reason()
    {
        var ran = await RequestAsync("anna:not this one\n", "--auth", "-", "--format", "json", Site.Url("/basic/x"));

        var told = JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal((1, 401), (ran.Code, told.GetProperty("status").GetInt32()));
        Assert.Equal(("credentials-rejected", "basic-wrong-password"), (told.GetProperty("reason").GetString(), told.GetProperty("problem").GetProperty("reason").GetString()));
        Assert.Equal(2, told.GetProperty("exchange").GetArrayLength());
        Assert.Equal("taken", told.GetProperty("exchange")[0].GetProperty("challenges")[0].GetProperty("verdict").GetString());
        var explained = await Site.CountersignAsync(told.GetProperty("explain").GetString()!.Split(' ')[1..]);
        for (var i = 0; i < 20 && explained.Code != 0; i++) // the journal is written in batches
            explained = await Site.CountersignAsync(told.GetProperty("explain").GetString()!.Split(' ')[1..]);
        Assert.True(explained.Code == 0, explained.Error);
        Assert.Contains("the password is another", explained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not this one", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_and_fields_arrive()
    {
        var ran = await RequestAsync("", "-q", "PUT", Site.Url("/open/x"), "state=sent", "price:=12.5", "X-Tenant:acme", "User-Agent:", "page==2");

        var seen = JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal((0, "", "PUT"), (ran.Code, ran.Error.Trim(), seen.GetProperty("method").GetString()));
        Assert.Equal("""{"state":"sent","price":12.5}""", seen.GetProperty("body").GetString());
        Assert.Equal("acme", seen.GetProperty("headers").GetProperty("x-tenant").GetString());
        Assert.False(seen.GetProperty("headers").TryGetProperty("user-agent", out _));
    }

    [Fact]
    public async Task The_standard_input_is_kept_for_the_replay()
    {
        await File.WriteAllTextAsync(PathOf("auth"), ExampleSite.Anna, TestContext.Current.CancellationToken);

        var ran = await RequestAsync("what was typed", "-q", "--auth", "@" + PathOf("auth"), "--body", "-", Site.Url("/basic/x"));

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal("what was typed", JsonDocument.Parse(ran.Output).RootElement.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_HAR_file_has_all_messages_and_no_secret()
    {
        var ran = await RequestAsync(ExampleSite.Anna + "\n", "--auth", "-", "--har", PathOf("x.har"), Site.Url("/basic/x"), "password=typed-in-a-form", "--form");

        Assert.True(ran.Code == 0, ran.Error);
        var text = await File.ReadAllTextAsync(PathOf("x.har"), TestContext.Current.CancellationToken);
        var entries = JsonDocument.Parse(text).RootElement.GetProperty("log").GetProperty("entries");
        Assert.Equal([401, 200], entries.EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetInt32()));
        Assert.All(entries.EnumerateArray(), entry =>
        {
            Assert.Equal(["startedDateTime", "time", "request", "response", "cache", "timings", "_purpose", "comment"], entry.EnumerateObject().Select(member => member.Name));
            Assert.Equal("password=***", entry.GetProperty("request").GetProperty("postData").GetProperty("text").GetString());
        });
        Assert.Contains("\"Basic ***\"", text, StringComparison.Ordinal);
        Assert.All([Password, "typed-in-a-form", Convert.ToBase64String("anna:correct horse"u8)], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_HAR_file_keeps_secrets_when_that_is_asked_for_and_says_so()
    {
        var ran = await RequestAsync(ExampleSite.Anna + "\n", "-q", "--auth", "-", "--har", PathOf("x.har"), "--har-secrets", Site.Url("/basic/x"));

        Assert.Contains("will have the secrets", ran.Error, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("anna:correct horse"u8), await File.ReadAllTextAsync(PathOf("x.har"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("x.har")));
    }

    [Fact]
    public async Task Nothing_is_sent_offline_and_by_curl_the_same_is()
    {
        await File.WriteAllTextAsync(PathOf("auth"), ExampleSite.Anna, TestContext.Current.CancellationToken);
        string[] request = ["--auth", "@" + PathOf("auth"), Site.Url("/basic/x"), "say=it's $HOME"];

        var offline = await RequestAsync("", ["--offline", .. request]);
        var curl = await RequestAsync("", ["--curl", .. request]);
        var sent = await Programs.RunAsync("env", [$"COUNTERSIGN_PASSWORD={Password}", "NO_PROXY=*", "bash", "-s"], curl.Output);

        Assert.Equal(0, offline.Code);
        Assert.StartsWith("POST /basic/x HTTP/1.1\nHost: 127.0.0.1", offline.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n\n{\"say\":\"it's $HOME\"}\n", offline.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, curl.Output, StringComparison.Ordinal);
        Assert.Equal("""{"say":"it's $HOME"}""", JsonDocument.Parse(sent.Output).RootElement.GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_bare_exchange_answers_no_challenge()
    {
        var ran = await RequestAsync(ExampleSite.Sensor + "\n", "--no-reauth", "--auth", "-", "--digest", "--format", "json", Site.Url("/strong/x"));

        var message = Assert.Single(JsonDocument.Parse(ran.Output).RootElement.GetProperty("exchange").EnumerateArray());
        Assert.Equal("not-answered", message.GetProperty("challenges")[0].GetProperty("verdict").GetString());
        Assert.Equal(1, ran.Code);
    }

    [Fact]
    public async Task A_key_in_a_field_of_its_own_name_is_told_of_without_the_handler_too()
    {
        var ran = await RequestAsync("a-key-of-its-own\n", "--no-reauth", "--key", "-", "--key-field", "X-My", "--format", "json", Site.Url("/strong/x"));

        Assert.Equal("the API key", JsonDocument.Parse(ran.Output).RootElement.GetProperty("exchange")[0].GetProperty("carried").GetString());
    }

    [Theory]
    [InlineData(2, "no address")]
    [InlineData(2, "http://user:pw@127.0.0.1/")]
    [InlineData(2, "http://127.0.0.1/", "word")]
    [InlineData(2, "http://127.0.0.1/", "--basic")]
    [InlineData(2, "http://127.0.0.1/", "--har", "x", "--offline")]
    [InlineData(2, "http://127.0.0.1/", "--timeout", "soon")]
    [InlineData(1, "http://127.0.0.1:1/")]
    [InlineData(1, "http://127.0.0.1:1/", "--auth", "anna")]
    [InlineData(1, "http://127.0.0.1:1/", "--token", "@no-such-file")]
    [InlineData(1, "http://127.0.0.1:1/", "--token", "env:COUNTERSIGN_NOT_SET")]
    [InlineData(1, "http://127.0.0.1:1/", "--body", "@no-such-file")]
    public async Task Ends_with_the_code_that_tells_failure_from_wrong_usage(int code, params string[] arguments)
    {
        var ran = await RequestAsync("", arguments);

        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Error}");
        Assert.Equal("", ran.Output);
        Assert.NotEmpty(ran.Error);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("user:pw", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_on_the_command_line_is_warned_of()
    {
        var ran = await RequestAsync("", "-q", "--auth", ExampleSite.Anna, Site.Url("/basic/x"));

        Assert.Equal(0, ran.Code);
        Assert.Contains("a secret on the command line is seen by everybody", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_the_password_is_typed_unseen_and_JSON_is_readable()
    {
        using var terminal = Terminal.Start($"request --auth anna {Site.Url("/basic/x")}", ("NO_COLOR", ""), ("TERM", "xterm"));
        await terminal.AnswerAsync("Password: ", Password);

        Assert.True(await terminal.EndAsync() == 0, terminal.Shown);
        Assert.DoesNotContain(Password, terminal.Shown, StringComparison.Ordinal);
        Assert.Contains("\e[34m\"method\"\e[0m: \e[32m\"GET\"\e[0m", terminal.Shown, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    // With a home of its own: what the developer's has kept is none of the tests' business.
    private Task<Ran> RequestAsync(string input, params string[] arguments) =>
        Programs.RunAsync("env", ["-u", "XDG_DATA_HOME", "-u", "XDG_CONFIG_HOME", $"HOME={_folder.FullName}", "dotnet", "exec", Checkout.Command, "request", .. arguments], input);
}
