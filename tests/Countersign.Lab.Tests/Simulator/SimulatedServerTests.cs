using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Countersign.Client;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What clients see of the simulator.</summary>
public sealed class SimulatedServerTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = simulator.Url };
    private readonly string _client = Guid.CreateVersion7().ToString();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/status/418", 418)]
    [InlineData("/status/404:1,404:5", 404)]
    [InlineData("/status/100", 400)]
    [InlineData("/status/x", 400)]
    public async Task Answers_with_the_status_that_is_asked_for(string target, int status) => Assert.Equal(status, (int)(await GetAsync(target)).StatusCode);

    [Fact]
    public async Task Marks_what_is_simulated() => Assert.Equal("/status/{codes}", Assert.Single((await GetAsync("/status/503")).Headers.GetValues("Countersign-Simulated")));

    [Fact]
    public async Task Says_what_was_wanted_what_came_and_what_gets_in()
    {
        var answer = await GetAsync("/sim/401/basic?user=bob&password=geheim", Basic("bob:falsch"));
        var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Basic for bob with the password geheim", told.GetProperty("expected").GetString());
        Assert.Equal("Basic for bob", told.GetProperty("received").GetString());
        Assert.Equal("basic-wrong-password", told.GetProperty("reason").GetString());
        Assert.Equal("authenticate", told.GetProperty("fix")[0].GetProperty("kind").GetString());
        Assert.DoesNotContain("falsch", told.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_good_credentials_in_so_many_times()
    {
        var target = $"/sim/401/basic?after=2&client={_client}";

        Assert.Equal("200 200 401 401", await StatusesAsync(target, 4));
        Assert.Equal("200 200 401", await StatusesAsync($"{target}2", 3));
    }

    [Fact]
    public async Task Refuses_good_credentials_so_many_times() => Assert.Equal("401 401 200 200", await StatusesAsync($"/sim/401/basic?until=2&client={_client}", 4));

    [Theory]
    [InlineData("/sim/401/basic?challange=absent", "'challange', which is none of")]
    [InlineData("/sim/401/basic?challenge=gone", "It is one of absent")]
    [InlineData("/sim/401/basic?after=x", "It is a number from 1")]
    [InlineData("/sim/401/basik", "another one")]
    public async Task Takes_no_twist_that_it_does_not_know(string target, string words)
    {
        var answer = await GetAsync(target);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256-sess")]
    [InlineData("SHA-512-256")]
    public async Task Digest_lets_in_who_knows_the_password(string algorithm)
    {
        var options = new ReauthenticationOptions();
        options.AddDigest(simulator.Url.ToString(), "anna", new("secret"), digest => digest.AllowMd5 = true);
        using var http = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler()));

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(simulator.Url, $"/sim/401/digest?algorithm={algorithm}"), TestContext.Current.CancellationToken)).StatusCode);
    }

    private static AuthenticationHeaderValue Basic(string credentials) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private async Task<HttpResponseMessage> GetAsync(string target, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target) { Headers = { Authorization = authorization } };
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> StatusesAsync(string target, int times)
    {
        var statuses = new List<int>();
        for (var time = 0; time < times; time++)
            statuses.Add((int)(await GetAsync(target, Basic("anna:secret"))).StatusCode);
        return string.Join(' ', statuses);
    }
}
