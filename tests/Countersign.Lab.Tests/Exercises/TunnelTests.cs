using System.Net;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator.Protection;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>The tunnels of exercise 19: what they lead to, what is recorded of them, and what of it was needed.</summary>
public sealed class TunnelTests(RunningLab lab) : IClassFixture<RunningLab>
{
    private static readonly Exercise Twice = ExerciseCatalogue.Find(19)!;
    private static readonly TunnelStep Right = new("orders") { ProxyLogin = "out:exit", Login = "anna:open sesame" };

    [Fact]
    public async Task Records_CONNECT_and_what_comes_within_and_names_no_password()
    {
        using var hands = new LearnerHands(lab.Server, Twice, "recorded");

        var state = await hands.DoAsync(Twice.SolutionFor(lab.Laboratory.SeedOf("recorded")));

        Assert.Equal(
            [
                "CONNECT recorded.shop.example:443, no credentials: 407 (credentials-missing)",
                "CONNECT recorded.shop.example:443, Basic for out in Proxy-Authorization: 200",
                "GET orders, no credentials: 401 (credentials-missing)",
                "CONNECT recorded.shop.example:443, Basic for out in Proxy-Authorization: 200",
                "GET orders, Basic for anna: 200",
            ],
            state.Record.Exchanges.Select(exchange => exchange.Line));
        Assert.Null(state.Record.Exchanges[0].AnswerField("WWW-Authenticate"));
        Assert.StartsWith("Digest ", state.Record.Exchanges[0].AnswerField("Proxy-Authenticate"), StringComparison.Ordinal);
        Assert.Null(state.Record.Exchanges[2].AnswerField("Proxy-Authenticate"));
    }

    [Theory]
    [InlineData("127.0.0.1:22")]
    [InlineData("localhost:80")]
    [InlineData("shop.example:443")]
    [InlineData("a.b.shop.example:443")]
    [InlineData("example.org:443")]
    public async Task Leads_to_no_other_host(string authority) =>
        Assert.StartsWith("HTTP/1.1 403 ", await new TunnelHands(lab.Server, "elsewhere").ConnectAsync(authority), StringComparison.Ordinal);

    [Theory]
    [InlineData("status/200")]
    [InlineData("lab/2/me/door")]
    [InlineData("authority.pem")]
    public async Task Leads_to_no_other_address_of_the_server(string path) =>
        Assert.StartsWith("HTTP/1.1 404 ", await new TunnelHands(lab.Server, "inside").DoAsync(Right with { Place = path }), StringComparison.Ordinal);

    [Fact]
    public async Task Refuses_what_is_no_request_for_a_tunnel() =>
        Assert.StartsWith("HTTP/1.1 400 ", await new TunnelHands(lab.Server, "broken").ConnectAsync("/orders"), StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proves_that_both_credentials_were_needed(bool isDigest)
    {
        using var hands = new LearnerHands(lab.Server, Twice, $"minimal-{(isDigest ? "digest" : "basic")}");

        var change = (await hands.DoAsync(Right with { IsDigest = isDigest })).Standing.Change!;

        Assert.Null(change.Doubt);
        Assert.True(change.IsAtPar);
        Assert.Equal(["the field Authorization added", "the field Proxy-Authorization of CONNECT added"], change.Edits.Select(edit => edit.Sentence));
    }

    [Fact]
    public async Task Shows_that_credentials_in_the_field_of_the_other_were_not_needed()
    {
        using var hands = new LearnerHands(lab.Server, Twice, "needless");
        var basic = LoginParameters.BasicOf("anna:open sesame");

        var standing = (await hands.DoAsync(Right with { ProxyFields = [("Authorization", basic)], Fields = [("Proxy-Authorization", basic), ("X-Try", "1")] })).Standing;

        Assert.False(standing.IsSolved);
        Assert.Equal(["the field Proxy-Authorization added", "the field X-Try added", "the field Authorization of CONNECT added"], standing.Change!.Needless.Select(edit => edit.Sentence));
    }

    [Fact]
    public async Task Is_solved_by_the_right_requests_after_wrong_ones()
    {
        using var hands = new LearnerHands(lab.Server, Twice, "after-wrong");
        foreach (var anti in Twice.AntiSolutionsFor(lab.Laboratory.SeedOf("after-wrong")))
            await hands.DoAsync(anti.Steps);

        var state = await hands.DoAsync(Right);

        Assert.Equal("one-by-one", state.Standing.Route!.Slug);
    }

    [Theory]
    [InlineData("Basic", 1)]
    [InlineData("Basic", 2)]
    public async Task Is_solved_by_the_frameworks_client(string scheme, int version)
    {
        using var http = await ClientAsync(scheme);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://net-{version}.shop.example/orders") { Version = new(version, version == 1 ? 1 : 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, answer.Version.Major));
        Assert.Equal("one-by-one", lab.Laboratory.StateOf($"net-{version}", Twice).Standing.Route!.Slug);
    }

    [Fact]
    public async Task Says_why_the_frameworks_client_opens_no_tunnel_by_Digest()
    {
        using var http = await ClientAsync("Digest");

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("https://net-digest.shop.example/orders"), TestContext.Current.CancellationToken));

        Assert.Equal("other-target", lab.Laboratory.StateOf("net-digest", Twice).Standing.NearMiss!.Slug);
    }

    [Theory]
    [InlineData("me", true)]
    [InlineData("a-1", true)]
    [InlineData("Me", false)]
    [InlineData("a_b", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    public void Takes_names_of_learners_that_can_stand_in_a_host(string name, bool isTaken) => Assert.Equal(isTaken, Laboratory.IsName(name));

    private async Task<HttpClient> ClientAsync(string scheme)
    {
        var handler = new SocketsHttpHandler { Proxy = new WebProxy(lab.Server.Url) { Credentials = new CredentialCache { { lab.Server.Url, scheme, new("out", "exit") } } }, Credentials = new NetworkCredential("anna", "open sesame") };
        handler.SslOptions.CertificateChainPolicy = await TunnelHands.TrustAsync(lab.Server);
        return new(handler);
    }
}
