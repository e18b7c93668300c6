using System.Net.Sockets;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.ForwardAuth;

/// <summary>FastCGI 1.0's authorizer, as Apache asks it.</summary>
public sealed class FastCgiTests : IAsyncLifetime
{
    private static readonly string Yaml = AskedGateway.Yaml.Replace("10.0.0.0/8]", "10.0.0.0/8], fastcgi: \"127.0.0.1:0\"", StringComparison.Ordinal);
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    /// <summary>What is no question of an authorizer.</summary>
    public static TheoryData<string, byte[]> Nonsense => new()
    {
        { "HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray() },
        { "another version", FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0], version: 2) },
        { "a responder's role", FastCgiClient.Question(Told("/open/a"), role: 1) },
        { "a filter's role", FastCgiClient.Question(Told("/open/a"), role: 3) },
        { "no beginning", FastCgiClient.Record(4, []) },
        { "two beginnings", [.. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0]), .. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0])] },
        { "content", [.. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0]), .. FastCgiClient.Record(5, [1])] },
        { "a short beginning", FastCgiClient.Record(1, [0, 2]) },
        { "a pair cut off", [.. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0]), .. FastCgiClient.Record(4, [4, 4, 65]), .. FastCgiClient.Record(4, [])] },
        { "a length beyond all", [.. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0]), .. FastCgiClient.Record(4, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 65]), .. FastCgiClient.Record(4, [])] },
        { "a length cut off", [.. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0]), .. FastCgiClient.Record(4, [0x80, 0]), .. FastCgiClient.Record(4, [])] },
        { "a name that is no text", [.. FastCgiClient.Record(1, [0, 2, 0, 0, 0, 0, 0, 0]), .. FastCgiClient.Record(4, [1, 1, 0xff, 65]), .. FastCgiClient.Record(4, [])] },
        { "a name twice", FastCgiClient.Question([.. Told("/site/a"), ("REQUEST_URI", "/open/a")]) },
        { "too much", FastCgiClient.Question([.. Told("/open/a"), ("HTTP_X", new string('x', 70_000))]) },
        { "too many records", FastCgiClient.Question([.. Told("/open/a"), ("HTTP_X", new string('x', 2000))], recordLength: 1) },
    };

    [Fact]
    public async Task A_yes_has_every_field_as_a_variable()
    {
        var answer = await AskAsync("/site/a", ("HTTP_AUTHORIZATION", AskedGateway.Carl["Authorization: ".Length..]), ("HTTP_COOKIE", "a=b"), ("HTTP_X_FORWARDED_GROUPS", "admins"));

        Assert.Equal(
            [
                "Status: 200", "Variable-COUNTERSIGN_X_FORWARDED_USER: carl", "Variable-COUNTERSIGN_X_FORWARDED_GROUPS: ", "Variable-COUNTERSIGN_X_FORWARDED_EMAIL: ",
                "Variable-COUNTERSIGN_COUNTERSIGN_ASSERTION: ", "Variable-COUNTERSIGN_AUTHORIZATION: ", "Variable-COUNTERSIGN_X_API_KEY: ", "Variable-COUNTERSIGN_COOKIE: a=b",
                "Variable-COUNTERSIGN_SUBJECT: carl", "", "",
            ],
            answer!.Split("\r\n"));
    }

    [Fact]
    public async Task Nobody_is_a_hyphen() =>
        Assert.Contains("Variable-COUNTERSIGN_SUBJECT: -\r\n", await AskAsync("/open/a", ("HTTP_X_FORWARDED_USER", "eve")), StringComparison.Ordinal);

    [Fact]
    public async Task A_refusal_has_each_challenge_in_a_field_of_its_own_and_the_type_beside()
    {
        var answer = (await AskAsync("/api/a"))!.Split("\r\n\r\n");

        Assert.StartsWith("Status: 401\r\n", answer[0], StringComparison.Ordinal);
        Assert.Contains("\r\nCountersign-Challenge-1: ApiKey realm=\"api\", header=\"X-API-Key\"\r\n", answer[0], StringComparison.Ordinal);
        Assert.Contains("\r\nCountersign-Challenge-2: Basic realm=\"Staff\", charset=\"UTF-8\"\r\n", answer[0], StringComparison.Ordinal);
        Assert.Contains("Countersign-Content-Type: application/problem+json", answer[0], StringComparison.Ordinal);
        Assert.DoesNotContain("WWW-Authenticate", answer[0], StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"credentials-missing\"", answer[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/open/../site/a", "Status: 400")]
    [InlineData("/open/a%2fb", "Status: 400")]
    [InlineData("open/a", "Status: 400")]
    [InlineData("/nowhere", "Status: 404")]
    [InlineData("/.countersign/login", "Status: 404")]
    [InlineData("/admin/a", "Status: 401")]
    public async Task Paths_are_judged_as_elsewhere(string uri, string status) =>
        Assert.StartsWith(status, await AskAsync(uri), StringComparison.Ordinal);

    [Theory]
    [InlineData("REQUEST_METHOD")]
    [InlineData("REQUEST_URI")]
    [InlineData("HTTP_HOST")]
    [InlineData("REMOTE_ADDR")]
    public async Task What_is_not_told_is_not_guessed(string missing) => Assert.StartsWith(
        "Status: 400",
        await FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, FastCgiClient.Question(Told("/open/a").Where(pair => pair.Name != missing))),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_field_that_Apache_passes_on_and_does_not_tell_of_is_refused() => Assert.StartsWith(
        "Status: 400", await AskAsync("/open/a", ("COUNTERSIGN_ODD_FIELD", "1")), StringComparison.Ordinal);

    [Fact]
    public async Task The_client_is_Apaches_word_and_not_the_clients()
    {
        var carl = ("HTTP_AUTHORIZATION", AskedGateway.Carl["Authorization: ".Length..]);
        (string, string)[] near = [.. Told("/near/a").Where(pair => pair.Name != "REMOTE_ADDR"), ("REMOTE_ADDR", "192.0.2.9"), carl];

        Assert.StartsWith("Status: 200", await FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, FastCgiClient.Question(near)), StringComparison.Ordinal);
        Assert.StartsWith("Status: 403", await AskAsync("/near/a", carl, ("HTTP_X_FORWARDED_FOR", "192.0.2.9")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_may_come_in_small_parts() => Assert.StartsWith(
        "Status: 200", await FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, FastCgiClient.Question(Told("/open/a"), recordLength: 1)), StringComparison.Ordinal);

    [Fact]
    public async Task A_field_that_is_not_UTF_8_is_the_clients_fault()
    {
        var question = FastCgiClient.Question([.. Told("/open/a"), ("HTTP_X_NAME", "Zo~")]);
        question[question.AsSpan().IndexOf("Zo~"u8) + 2] = 0xeb;

        Assert.StartsWith("Status: 400", await FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, question), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_nothing_has_no_place_for_as_long_as_who_asks_slowly()
    {
        var question = FastCgiClient.Question(Told("/open/a"), recordLength: 1).AsMemory();
        using var slow = new TcpClient();
        await slow.ConnectAsync(_gateway.Host.FastCgiAddress!, Cancel);
        await slow.GetStream().WriteAsync(question[..16], Cancel);

        var silent = FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, []);
        var at = 16;
        for (; !silent.IsCompleted; at += 9)
        {
            await slow.GetStream().WriteAsync(question.Slice(at, 9), Cancel);
            await Task.WhenAny(silent, Task.Delay(300, Cancel));
        }

        await slow.GetStream().WriteAsync(question[at..], Cancel);
        using var answer = new MemoryStream();
        await slow.GetStream().CopyToAsync(answer, Cancel);
        Assert.Contains("Status: 200", Encoding.ASCII.GetString(answer.ToArray()), StringComparison.Ordinal);
        Assert.Null(await silent);
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task What_is_no_question_gets_no_answer(string what, byte[] octets)
    {
        Assert.NotEmpty(what);
        var answer = await FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, octets);

        Assert.Null(answer);
        Assert.StartsWith("Status: 200", await AskAsync("/open/a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_are_not_listened_to()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml.Replace("127.0.0.1, ", "", StringComparison.Ordinal));

        Assert.Null(await FastCgiClient.AskAsync(gateway.Host.FastCgiAddress!, FastCgiClient.Question(Told("/open/a"))));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<string?> AskAsync(string uri, params (string, string)[] parameters) =>
        FastCgiClient.AskAsync(_gateway.Host.FastCgiAddress!, FastCgiClient.Question([.. Told(uri), .. parameters]));

    private static (string Name, string Value)[] Told(string uri) =>
        [("REQUEST_METHOD", "GET"), ("REQUEST_URI", uri), ("REQUEST_SCHEME", "https"), ("HTTP_HOST", "app.test"), ("REMOTE_ADDR", "198.51.100.7"), ("SERVER_SOFTWARE", "Apache")];
}
