using System.Net;
using Countersign.Cli.Inspecting;
using Countersign.Cli.Requests;
using Countersign.Inspector.Exchanges;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary><c>--as</c> sends what others would, and no more than they would.</summary>
public sealed class AskingAsTests
{
    private const string Page = "https://app.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_whose_question_is_refused_sends_nothing_else()
    {
        await using var server = await AskedServer.StartAsync(AskedServer.Guarded("Bearer x", "Bearer realm=\"x\""));

        var recording = await AskAsync(server, ClientKind.Fetch, new() { Token = new("secret-token-1") });

        Assert.Equal(["OPTIONS /x"], server.Asked);
        var question = Assert.Single(recording.Exchanges);
        Assert.Equal(ExchangeRole.Preflight, question.Role);
        Assert.Equal((Page, "GET", "authorization", "cors"), (question.Request!.Fields.First("Origin"), question.Request.Fields.First("Access-Control-Request-Method"), question.Request.Fields.First("Access-Control-Request-Headers"), question.Request.Fields.First("Sec-Fetch-Mode")));
        Assert.Empty(question.Request.Credentials);
    }

    [Theory]
    [InlineData(Page, "Authorization", 2)]
    [InlineData("*", "authorization", 2)]
    [InlineData("*", "*", 1)] // the star does not stand for it
    [InlineData("https://other.example", "Authorization", 1)]
    [InlineData("", "Authorization", 1)]
    public async Task A_script_goes_on_only_where_its_browser_lets_it(string origin, string fields, int asked)
    {
        await using var server = await AskedServer.StartAsync(context =>
        {
            if (origin.Length > 0)
                context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowHeaders = fields;
            return Task.CompletedTask;
        });

        var recording = await AskAsync(server, ClientKind.Fetch, new() { Token = new("secret-token-1") });

        Assert.Equal(asked, server.Asked.Count);
        if (asked == 2)
            Assert.Equal(("Bearer ***", Page), (recording.Exchanges[1].Request!.Fields.First("Authorization"), recording.Exchanges[1].Request!.Fields.First("Origin")));
    }

    [Fact]
    public async Task A_plain_question_of_a_script_needs_no_other_before_it()
    {
        await using var server = await AskedServer.StartAsync(_ => Task.CompletedTask);

        await AskAsync(server, ClientKind.Fetch, new());

        Assert.Equal(["GET /x"], server.Asked);
    }

    [Fact]
    public async Task A_crawler_reads_robots_first_and_shows_nothing()
    {
        await using var server = await AskedServer.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = "session=abc; Path=/";
            return Task.CompletedTask;
        });

        var recording = await AskAsync(server, ClientKind.Crawler, new() { User = "anna", Password = new("secret") });

        Assert.Equal(["GET /robots.txt", "GET /x"], server.Asked);
        Assert.All(recording.Exchanges, each => Assert.False(each.Request!.HasCredentials || each.Request.Fields.Has("Cookie")));
    }

    [Fact]
    public async Task A_person_goes_to_the_page_and_keeps_cookies()
    {
        await using var server = await AskedServer.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = "session=abc; Path=/";
            if (context.Request.Path == "/x")
                context.Response.Redirect("/y");
            return Task.CompletedTask;
        });

        var recording = await AskAsync(server, ClientKind.Browser, new());

        var (first, second) = (recording.Exchanges[0].Request!, recording.Exchanges[1].Request!);
        Assert.Equal(("navigate", "document"), (first.Fields.First("Sec-Fetch-Mode"), first.Fields.First("Sec-Fetch-Dest")));
        Assert.StartsWith("text/html", first.Fields.First("Accept"), StringComparison.Ordinal);
        Assert.Equal("session=***", second.Fields.First("Cookie"));
    }

    [Theory]
    [InlineData("https://93.184.215.14/", "http://127.0.0.1/", false, false)]
    [InlineData("https://93.184.215.14/", "http://[::ffff:10.0.0.1]/", false, false)]
    [InlineData("https://93.184.215.14/", "http://169.254.169.254/latest/", false, false)]
    [InlineData("https://93.184.215.14/", "http://127.0.0.1/", true, true)]
    [InlineData("https://93.184.215.14/", "https://93.184.215.15/", false, true)]
    [InlineData("http://10.0.0.1/", "http://127.0.0.1/", false, true)]
    public async Task A_public_server_leads_nowhere_private(string first, string next, bool allows, bool isSent)
    {
        var network = new Answering();
        using var invoker = new HttpMessageInvoker(new AddressGuard(network, new(first), allows));
        using var one = new HttpRequestMessage(HttpMethod.Get, first);
        using var two = new HttpRequestMessage(HttpMethod.Get, next);

        using var answer = await invoker.SendAsync(one, Cancel);
        var trouble = await Record.ExceptionAsync(() => invoker.SendAsync(two, Cancel));

        Assert.Equal((isSent, isSent ? 2 : 1), (trouble is null, network.Count));
    }

    private static async Task<Recording> AskAsync(AskedServer server, ClientKind kind, GivenCredentials credentials)
    {
        var visit = new LiveVisit(new(HttpMethod.Get, new(server.Url + "/x")) { Credentials = credentials }, TimeProvider.System) { Kind = kind, Origin = kind == ClientKind.Fetch ? Page : null };
        await visit.AskAsync(Cancel);
        return visit.Recording();
    }

    private sealed class Answering : HttpMessageHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
