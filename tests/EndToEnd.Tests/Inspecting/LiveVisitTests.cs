using System.Collections.Immutable;
using System.Text;
using Countersign.Cli.Inspecting;
using Countersign.Cli.Requests;
using Countersign.EndToEnd.Client;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Microsoft.AspNetCore.Http;
using Xunit;
using Judged = Countersign.Inspector.Inspection;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>What <c>inspect URL</c> asks, and what it makes of it.</summary>
public sealed class LiveVisitTests : IDisposable
{
    private const string Password = "correct-horse-7";
    private const string Token = "abcdefghijklmnop-0123456789";

    private static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"anna:{Password}"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Servers => ["basic", "wrong-password", "digest", "wrong-digest", "token", "redirect", "cookies", "preflight", "server-error"];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_har_of_a_visit_reads_back_into_the_same_findings(string name)
    {
        await using var server = await AskedServer.StartAsync(Answer(name));
        var visit = await AskAsync(server, name);

        visit.WriteTo(PathOf("visit.har"));
        var live = Judged.Of(visit.Recording());
        var read = Judged.Of(TranscriptReader.Read(await File.ReadAllBytesAsync(PathOf("visit.har"), Cancel), out _)!);

        Assert.NotEmpty(live.Findings);

        // Of a token that is hidden nobody can say that only its issuer can read it.
        Assert.Equal(live.Findings.Where(finding => finding.Check.Id != "token/opaque").Select(Shown), read.Findings.Select(Shown));
        Assert.Equal(live.Recording.Exchanges.Select(Told), read.Recording.Exchanges.Select(Told));
        Assert.Equal((Omissions.None, Omissions.None), (live.Recording.Omissions, read.Recording.Omissions));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task No_secret_stands_in_the_recording(string name)
    {
        await using var server = await AskedServer.StartAsync(Answer(name));
        var visit = await AskAsync(server, name);

        var told = new StringWriter();
        TextReport.Write(told, Judged.Of(visit.Recording()));
        var all = told + Everything(visit.Recording());

        foreach (var secret in new[] { Password, Token, Basic[6..], "cookie-secret-1" })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Legs_keep_their_order_and_times()
    {
        await using var server = await AskedServer.StartAsync(Answer("redirect"));

        var recording = (await AskAsync(server, "redirect")).Recording();

        Assert.Equal([302, 401, 200], recording.Exchanges.Select(each => each.Status));
        Assert.All(recording.Exchanges, each => Assert.True(each is { StartedAt: not null, Duration: not null, Role: ExchangeRole.Request }));
        Assert.All(recording.Exchanges, each => Assert.True(each.Response!.Fields.Has("Date")));
        Assert.Equal("Who are you?", recording.Exchanges[1].Response!.Content.Text);
        Assert.Contains("You are in with Basic ***", recording.Exchanges[2].Response!.Content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_a_field_of_any_name_is_hidden_and_counts_as_credentials()
    {
        await using var server = await AskedServer.StartAsync(context => context.Response.WriteAsync($"your key is {context.Request.Headers["X-Tenant"]}"));
        var order = new RequestOrder(HttpMethod.Get, new(server.Url)) { Credentials = new() { Key = new("k7-tiny"), KeyField = "X-Tenant" }, Reauthenticates = false };
        var visit = new LiveVisit(order, TimeProvider.System);

        await visit.AskAsync(Cancel);

        var exchange = Assert.Single(visit.Recording().Exchanges);
        Assert.Equal("***", exchange.Request!.Fields.First("X-Tenant"));
        Assert.Equal("X-Tenant", Assert.Single(exchange.Request.Credentials).Name);
        Assert.Equal("your key is ***", exchange.Response!.Content.Text);
    }

    [Theory]
    [InlineData("/endless", 1)]
    [InlineData("/loop", 21)]
    public async Task What_has_no_end_is_left_after_a_while(string path, int legs)
    {
        await using var server = await OddServer.StartAsync();
        var visit = new LiveVisit(new(HttpMethod.Get, new(server.Url + path)), TimeProvider.System);

        await visit.AskAsync(Cancel);

        var recording = visit.Recording();
        Assert.Equal(legs, recording.Exchanges.Length);
        if (legs == 1)
            Assert.False(recording.Exchanges[0].Response!.Content.IsWhole);
        else
            Assert.Contains("transport/endless-redirects", Judged.Of(recording).Findings.Select(finding => finding.Check.Id));
    }

    [Fact]
    public async Task Fields_without_an_end_are_no_answer_and_that_is_said()
    {
        await using var server = await AskedServer.StartAsync(context =>
        {
            context.Response.Headers["X-Long"] = new string('a', 10_000_000);
            return context.Response.WriteAsync("never read");
        });

        var ran = await Programs.CountersignAsync("inspect", server.Url);

        Assert.Equal(1, ran.Code);
        Assert.StartsWith("No answer came: the fields of the answer are too long.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_judges_a_real_nginx_and_writes_what_it_read()
    {
        await using var area = await NginxArea.StartAsync();

        var stranger = await Programs.CountersignAsync("inspect", area.Url + "/area/index.txt", "--format", "json", "--fail-on", "never");
        var anna = await Programs.CountersignWithInputAsync($"anna:{NginxArea.Password}\n", "inspect", "--auth", "-", "--har", PathOf("anna.har"), area.Url + "/area/index.txt");

        Assert.Contains("wants credentials, and none were sent.", stranger.Output, StringComparison.Ordinal);
        Assert.Contains("The server asked for credentials and took them.", anna.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(NginxArea.Password, anna.Output + await File.ReadAllTextAsync(PathOf("anna.har"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_find_a_real_nginx_guarded_and_show_what_they_asked()
    {
        await using var area = await NginxArea.StartAsync();

        var ran = await Programs.CountersignWithInputAsync($"anna:{NginxArea.Password}\n", "inspect", "--auth", "-", "--probe", "--probe-pause", "0s", "--format", "json", area.Url + "/area/index.txt");

        var told = System.Text.Json.JsonDocument.Parse(ran.Output).RootElement;
        var findings = told.GetProperty("findings").EnumerateArray().Select(each => each.GetProperty("id").GetString()).ToList();
        Assert.Contains("probes/guarded", findings);
        Assert.Equal([200, 200], told.GetProperty("probes").EnumerateArray().Where(each => each.GetProperty("credentials").GetString() == "given").Select(each => each.GetProperty("status").GetInt32()));
        Assert.DoesNotContain(told.GetProperty("probes").EnumerateArray(), each => each.TryGetProperty("notRun", out _));
        Assert.DoesNotContain(NginxArea.Password, ran.Output, StringComparison.Ordinal);
        Assert.Equal(0, ran.Code);
    }

    [Fact]
    public async Task The_command_compares_with_what_the_api_says_of_itself()
    {
        await using var server = await AskedServer.StartAsync(AskedServer.Guarded(Basic, "Basic realm=\"x\""));
        await File.WriteAllTextAsync(PathOf("api.yaml"), """
            openapi: 3.0.3
            info: { title: x, version: "1" }
            paths: { /health: { get: { security: [], responses: { "200": { description: well } } } } }
            """, Cancel);

        var ran = await Programs.CountersignAsync("inspect", "--openapi", PathOf("api.yaml"), server.Url + "/health");
        var broken = await Programs.CountersignAsync("inspect", "--openapi", PathOf("none.yaml"), server.Url + "/health");

        Assert.Equal((1, 1), (ran.Code, broken.Code));
        Assert.Contains("error api/public-refused: GET /health needs no credentials by its description, and is answered 401.", ran.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<LiveVisit> AskAsync(AskedServer server, string name)
    {
        var order = new RequestOrder(HttpMethod.Get, new(server.Url + (name == "redirect" ? "/old" : "/x")))
        {
            Fields = [("Accept", "application/json"), ("User-Agent", "test")],
            Credentials = name switch
            {
                "token" or "preflight" => new() { Token = new(Token) },
                "wrong-password" or "wrong-digest" => new() { User = "anna", Password = new("another-one-9") },
                "cookies" => new(),
                _ => new() { User = "anna", Password = new(Password) },
            },
        };
        var visit = new LiveVisit(order, TimeProvider.System) { Kind = name == "preflight" ? ClientKind.Fetch : ClientKind.Program, Origin = name == "preflight" ? "https://app.example" : null };
        await visit.AskAsync(Cancel);
        return visit;
    }

    private static RequestDelegate Answer(string name) => name switch
    {
        "digest" or "wrong-digest" => AskedServer.Guarded("none", "Digest realm=\"x\", nonce=\"MTIzNDU2Nzg5MA==\", qop=\"auth\", algorithm=SHA-256"),
        "token" => AskedServer.Guarded("none", "Bearer realm=\"x\", error=\"invalid_token\""),
        "preflight" => AskedServer.Guarded($"Bearer {Token}", "Bearer"),
        "redirect" => context =>
        {
            if (context.Request.Path != "/old")
                return AskedServer.Guarded(Basic, "Basic realm=\"x\", charset=\"UTF-8\"")(context);
            context.Response.Redirect("/new");
            return Task.CompletedTask;
        }
        ,
        "cookies" => context =>
        {
            context.Response.Headers.SetCookie = "session=cookie-secret-1; Path=/";
            context.Response.StatusCode = context.Request.Headers.Cookie.Count == 0 && context.Request.Path != "/in" ? 302 : 401;
            if (context.Response.StatusCode == 302)
                context.Response.Headers.Location = "/in";
            return Task.CompletedTask;
        }
        ,
        "server-error" => context =>
        {
            if (context.Request.Headers.Authorization.Count == 0)
                return AskedServer.Guarded(Basic, "Basic realm=\"x\"")(context);
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("System.NullReferenceException: at Shop.Login.Check()");
        }
        ,
        _ => AskedServer.Guarded(Basic, "Basic realm=\"x\""),
    };

    private static string Shown(Countersign.Inspector.Findings.Finding finding) => $"{finding.Check.Id} {finding.Certainty} {finding.Message} {string.Join(' ', finding.Evidence.Select(each => $"{each.Exchange} {each.Part} {each.Text}"))}";

    private static string Told(Exchange exchange) => $"{exchange.Role} {exchange.Request!.Method} {exchange.Request.Url} {exchange.Status} {exchange.Response?.Content.Text}";

    private static string Everything(Recording recording)
    {
        var all = new StringBuilder();
        foreach (var exchange in recording.Exchanges)
        {
            foreach (var field in exchange.Request!.Fields.Lines.Concat(exchange.Response?.Fields.Lines ?? ImmutableArray<MessageField>.Empty))
                all.Append(field.Name).Append(": ").AppendLine(field.Value);
            all.AppendLine(exchange.Request.Content.Text).AppendLine(exchange.Response?.Content.Text).AppendLine(exchange.Request.Target).AppendLine(exchange.Request.Url?.ToString());
        }

        return all.ToString();
    }
}
