using System.Text.Json;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Operating;

public sealed class ExplainingTests(SiteFixture fixture)
{
    private readonly Site _site = fixture.Site;

    [Fact]
    public async Task Explain_tells_by_the_reference_of_the_answer_what_the_answer_kept_to_itself()
    {
        var (_, body) = await Programs.CurlAsync("--basic", "--user", "Anna:correct horse", _site.Url("/basic/x"));
        var reference = JsonDocument.Parse(body).RootElement.GetProperty("reference").GetString()!;

        var told = await Eventually.UntilAsync(() => _site.CountersignAsync("explain", reference, "--format", "json"), ran => ran.Code == 0);

        Assert.True(told.Code == 0, told.Error);
        var story = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal(reference, story.GetProperty("reference").GetString());
        Assert.Equal("basic", story.GetProperty("route").GetString());
        Assert.Equal(401, story.GetProperty("status").GetInt32());
        Assert.Equal("basic-unknown-user", story.GetProperty("reason").GetString());
        Assert.NotEmpty(story.GetProperty("advice").ToString());
        Assert.DoesNotContain("correct horse", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", string.Join('\n', _site.Gateway.Lines), StringComparison.Ordinal);
        await _site.Gateway.TellsAsync(reference, "basic-unknown-user");

        var text = await _site.CountersignAsync("explain", reference);
        Assert.Contains("letter case", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_knows_a_plain_challenge_while_the_gateway_remembers_it()
    {
        await using var site = await Site.CreateAsync();
        await site.WriteAsync("devices.htdigest", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "examples", "devices.htdigest"), TestContext.Current.CancellationToken));
        await site.ConfigureAsync("""
            schemes:
              devices: { type: digest, realm: devices@example.org, htdigest: ./devices.htdigest }
            routes:
              - { name: telemetry, access: { any-of: [devices] }, upstream: UPSTREAM }
            """, adminPort: Site.FreePort());
        await site.StartAsync();
        var (status, body) = await Programs.CurlAsync(site.Url("/readings?token=hidden"));
        var reference = JsonDocument.Parse(body).RootElement.GetProperty("reference").GetString()!;

        var told = await site.CountersignAsync("explain", reference, "--format", "json");
        await site.Gateway.TerminateAsync();
        var forgotten = await site.CountersignAsync("explain", reference);

        Assert.True(told.Code == 0, told.Error);
        var story = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal((401, "telemetry", "credentials-missing"), (status, story.GetProperty("route").GetString(), story.GetProperty("reason").GetString()));
        Assert.Equal(reference, story.GetProperty("reference").GetString());
        Assert.DoesNotContain("hidden", told.Output, StringComparison.Ordinal);

        // It was never stored: with the process it is gone, and the command says where such references live.
        Assert.Equal(1, forgotten.Code);
        Assert.Contains("memory of a running gateway", forgotten.Error, StringComparison.Ordinal);
        Assert.Contains("of failures (500, 502, 504) its log tells", forgotten.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/basic/x", null, "basic", 401, "credentials-missing")]
    [InlineData("/basic/x", "Authorization: Basic YW5uYTpjb3JyZWN0IGhvcnNl", "basic", 200, null)]
    [InlineData("/basic/x", "Authorization: Basic YW5uYTp3cm9uZw==", "basic", 401, "basic-wrong-password")]
    [InlineData("/open/x", null, "open", 200, null)]
    [InlineData("/elsewhere", null, "rest", 403, "denied-by-policy")]
    public async Task Route_foretells_what_the_gateway_then_does(string path, string? field, string route, int status, string? reason)
    {
        string[] with = field is null ? [] : ["-H", field];

        var told = await _site.CountersignAsync(["route", "GET", _site.Url(path), .. with, "--format", "json"]);
        var done = await Programs.CurlAsync([.. with, _site.Url(path)]);

        Assert.True(told.Code == 0, told.Error);
        var answer = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal((route, status), (answer.GetProperty("route").GetString(), answer.GetProperty("status").GetInt32()));
        Assert.Equal(reason, answer.GetProperty("reason").GetString());
        Assert.Equal(status, done.Status);
    }

    [Fact]
    public async Task Check_writes_no_control_character_of_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "\"\\e[31m\": 1\n\"\\u202e\": 2\nroutes: []\n", TestContext.Current.CancellationToken);

        var ran = await Programs.CountersignAsync("check", file);

        File.Delete(file);
        Assert.Contains("[31m", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ran.Output, c => c is '\e' or '\u202e');
    }

    [Fact]
    public async Task Check_finds_the_example_valid()
    {
        var valid = await Programs.CountersignAsync("check", Path.Combine(Checkout.Root, "examples", "gateway.yaml"));

        Assert.True(valid.Code == 0, valid.Output);
        Assert.Matches(@"gateway\.yaml: valid, \d+ warnings\n$", valid.Output);
    }

    public static TheoryData<string> Broken => [.. BrokenFiles.Names];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Check_tells_of_every_broken_file_what_is_wrong_and_where(string name)
    {
        var file = BrokenFiles.PathOf(name);

        var ran = await Programs.CountersignAsync("check", file);

        var errors = BrokenFiles.Problems(name);
        Assert.Equal((1, ""), (ran.Code, ran.Error));
        Assert.Equal(
            [.. errors, $"{file}: not valid, {errors.Length} error{(errors.Length == 1 ? "" : "s")}"],
            ran.Output.TrimEnd('\n').Split('\n').Where(line => !line.Contains(": warning ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("misspelt-access.yaml")]
    [InlineData("not-yaml.yaml")]
    [InlineData("missing-htpasswd.yaml")]
    public async Task Run_says_the_same_and_does_not_start(string name)
    {
        var ran = await Programs.CountersignAsync("run", "--config", BrokenFiles.PathOf(name));

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Equal(BrokenFiles.Problems(name), ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Check_against_the_old_file_fails_when_a_route_opens_and_not_when_it_closes()
    {
        await using var site = await Site.CreateAsync();
        await site.WriteAsync("closed.yaml", "routes:\n  - { name: all, access: deny }\n");
        await site.WriteAsync("open.yaml", "routes:\n  - { name: all, access: public, upstream: http://127.0.0.1:9000 }\n");

        var opens = await Programs.CountersignAsync("check", site.PathOf("open.yaml"), "--against", site.PathOf("closed.yaml"));
        var closes = await Programs.CountersignAsync("check", site.PathOf("closed.yaml"), "--against", site.PathOf("open.yaml"));

        Assert.Equal((1, 0), (opens.Code, closes.Code));
        Assert.Contains("opened: all", opens.Output, StringComparison.Ordinal);
        Assert.Contains("closed: all", closes.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_against_a_broken_old_file_blames_the_old_file()
    {
        await using var site = await Site.CreateAsync();
        await site.WriteAsync("new.yaml", "routes:\n  - { name: all, access: deny }\n");
        var (good, broken) = (site.PathOf("new.yaml"), BrokenFiles.PathOf("misspelt-access.yaml"));
        var errors = BrokenFiles.Problems("misspelt-access.yaml");

        var text = await Programs.CountersignAsync("check", good, "--against", broken);
        var json = await Programs.CountersignAsync("check", good, "--against", broken, "--format", "json");

        Assert.Equal((1, 1), (text.Code, json.Code));
        Assert.Equal(
            [.. errors, $"{good}: valid, no warnings", $"{broken}: not valid, {errors.Length} errors: nothing was compared"],
            text.Output.TrimEnd('\n').Split('\n').Where(line => !line.Contains(": warning ", StringComparison.Ordinal)));
        var told = JsonDocument.Parse(json.Output).RootElement;
        Assert.True(told.GetProperty("valid").GetBoolean());
        Assert.Contains(told.GetProperty("problems").EnumerateArray(), problem => problem.GetProperty("file").GetString() == broken);
    }

    [Fact]
    public async Task Read_writes_one_object_a_line()
    {
        var read = await Programs.CountersignWithInputAsync("Basic realm=\"x\", Negotiate\n\nBasic realm=\n", "read", "challenge", "-", "--format", "json");

        Assert.True(read.Code == 0, read.Error);
        var lines = read.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, lines.Length);
        Assert.True(lines[0].GetProperty("valid").GetBoolean());
        Assert.Equal(["Basic", "Negotiate"], lines[0].GetProperty("challenges").EnumerateArray().Select(challenge => challenge.GetProperty("scheme").GetString()));
        Assert.NotEmpty(lines[2].GetProperty("faults").EnumerateArray());
    }
}
