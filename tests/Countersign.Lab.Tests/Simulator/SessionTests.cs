using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Sessions, and the cookies that they travel in.</summary>
public sealed class SessionTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string SignIn = "/session/sign-in";
    private const string Account = "/session/account";

    private readonly Asking _asking = new(simulator.Url);

    [Fact]
    public async Task Lets_in_who_signed_in()
    {
        var signedIn = await _asking.AskAsync(SignIn, Asking.Good);

        Assert.Equal(303, Asking.StatusOf(signedIn));
        Assert.Equal(Account, Asking.FieldOf(signedIn, "Location"));
        Assert.Contains("\"user\": \"anna\"", await _asking.AskAsync(Account, $"Cookie: {CookieOf(signedIn)}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user=anna&password=secret", 303)]
    [InlineData("user=anna&password=wrong", 403)]
    [InlineData("user=anna", 403)]
    [InlineData("", 403)]
    public async Task Signs_in_by_the_form(string form, int status)
    {
        var answer = await _asking.AskAsync("POST", SignIn, ["Content-Type: application/x-www-form-urlencoded", $"Content-Length: {form.Length}"], form);

        Assert.Equal(status, Asking.StatusOf(answer));
        Assert.Equal(status == 303, Asking.FieldOf(answer, "Set-Cookie") is not null);
    }

    [Fact]
    public async Task Takes_a_session_that_is_none_away_and_keeps_its_value_to_itself()
    {
        var answer = await _asking.AskAsync(Account, "Cookie: simulated-session=forged");

        Assert.Equal(401, Asking.StatusOf(answer));
        Assert.Contains("Max-Age=0", Asking.FieldOf(answer, "Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal("session-unreadable", Asking.FieldOf(answer, "Countersign-Reason"));
        Assert.DoesNotContain("forged", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_a_session_after_so_many_uses_and_after_its_time()
    {
        var clock = new MovedClock();
        await using var server = await SimulatedServer.StartAsync(new() { Clock = clock }, TestContext.Current.CancellationToken);
        var asking = new Asking(server.Url);
        var cookie = $"Cookie: {CookieOf(await asking.AskAsync(SignIn, Asking.Good))}";

        Assert.Equal("200 200 401", string.Join(' ', await StatusAsync($"{Account}?uses=2"), await StatusAsync($"{Account}?uses=2"), await StatusAsync($"{Account}?uses=2")));
        Assert.Equal(200, await StatusAsync(Account));
        clock.Now = clock.Now.AddMinutes(10);
        Assert.Equal(401, await StatusAsync(Account));

        async Task<int> StatusAsync(string target) => Asking.StatusOf(await asking.AskAsync(target, cookie));
    }

    [Theory]
    [InlineData("/status/200", "/status/200")]
    [InlineData("//evil.example/", Account)]
    [InlineData("/\\evil.example/", Account)]
    [InlineData("https://evil.example/", Account)]
    [InlineData("/a%0d%0aSet-Cookie: b=c", Account)]
    public async Task Leads_to_paths_of_its_own_alone(string next, string location)
    {
        var answer = await _asking.AskAsync($"{SignIn}?return={next.Replace(" ", "%20", StringComparison.Ordinal)}", Asking.Good);

        Assert.Equal(location, Asking.FieldOf(answer, "Location"));
    }

    [Theory]
    [InlineData($"{SignIn}?set=sweet")]
    [InlineData($"{Account}?refusal=polite")]
    [InlineData($"{Account}?uses=never")]
    public async Task Takes_nothing_that_it_does_not_know(string target) => Assert.Equal(400, Asking.StatusOf(await _asking.AskAsync(target)));

    [Fact]
    public async Task Reads_no_request_with_too_many_cookies() =>
        Assert.Equal(431, Asking.StatusOf(await _asking.AskAsync(Account, $"Cookie: {CookieOf(await _asking.AskAsync($"{SignIn}?set=long", Asking.Good))}")));

    private static string CookieOf(string answer)
    {
        var cookies = new CookieVisit();
        cookies.Learn(answer);
        return cookies.Field;
    }
}
