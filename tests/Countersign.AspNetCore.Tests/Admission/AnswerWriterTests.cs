using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Admission;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Countersign.AspNetCore.Tests.Admission;

public sealed class AnswerWriterTests
{
    private static readonly AnswerFacts Missing = new(Refusal.CredentialsMissing, "0123456789abcdef")
    {
        Challenges = ["Digest realm=\"Staff <area>\", nonce=\"n\"", "Basic realm=\"Staff <area>\", charset=\"UTF-8\""],
        Area = "Staff <area>",
        Host = "gate.example",
    };

    [Fact]
    public async Task Says_all_in_problem_details()
    {
        using var answer = await AskAsync(Missing);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(Missing.Challenges, answer.Headers.NonValidated["WWW-Authenticate"]);
        Assert.Equal("no-store", One(answer, "Cache-Control"));
        Assert.Equal("Accept, Sec-Fetch-Mode, X-Requested-With", One(answer, "Vary"));
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("noindex", One(answer, "X-Robots-Tag"));
        Assert.Equal("0123456789abcdef", One(answer, "Countersign-Reference"));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        string? Member(string name) => problem.RootElement.GetProperty(name).ToString();
        Assert.Equal("urn:countersign:refusal:credentials-missing", Member("type"));
        Assert.Equal("Authentication required", Member("title"));
        Assert.Equal(401, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(Refusal.CredentialsMissing.Row().Sentence, Member("detail"));
        Assert.Equal("urn:countersign:reference:0123456789abcdef", Member("instance"));
        Assert.Equal("credentials-missing", Member("reason"));
        Assert.Equal("Digest", Member("scheme"));
        Assert.Equal("0123456789abcdef", Member("reference"));
    }

    [Fact]
    public async Task Gives_people_a_page_that_names_the_area_and_a_way_out()
    {
        using var answer = await AskAsync(Missing with { Host = "a\"><script>" }, request => request.Headers.Add("Accept", "text/html"));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-referrer", One(answer, "Referrer-Policy"));
        Assert.Contains("Staff &lt;area&gt;", page, StringComparison.Ordinal);
        Assert.Contains("a&quot;&gt;&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("0123456789abcdef", page, StringComparison.Ordinal);
        Assert.Contains("Check the address", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);

        // The policy allows the page's own style and nothing else.
        var start = page.IndexOf("<style>", StringComparison.Ordinal) + 7;
        var style = page[start..page.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"default-src 'none'; style-src 'sha256-{hash}'", One(answer, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/html")]
    [InlineData("text/plain")]
    public async Task Says_the_same_to_head_without_content(string accept)
    {
        using var get = await AskAsync(Missing, request => request.Headers.Add("Accept", accept));
        using var head = await AskAsync(Missing, request =>
        {
            request.Method = HttpMethod.Head;
            request.Headers.Add("Accept", accept);
        });
        var content = await get.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(content.Length, get.Content.Headers.ContentLength);
        Assert.Equal(content.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Fields(get), Fields(head));

        static string Fields(HttpResponseMessage answer) =>
            string.Join('\n', answer.Headers.NonValidated.Where(field => field.Key != "Date").Select(field => $"{field.Key}: {field.Value}"));
    }

    [Fact]
    public async Task Every_refusal_has_an_answer_in_every_form_with_its_public_reason_alone()
    {
        foreach (var refusal in RefusalCatalogue.All)
        {
            foreach (var accept in (string[])["*/*", "text/html", "text/plain"])
            {
                using var answer = await AskAsync(new(refusal, ReferenceIds.Next()), request => request.Headers.Add("Accept", accept));
                var content = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.Equal(refusal.Row().Status, (int)answer.StatusCode);
                Assert.Contains(refusal.PublicRow().Slug, content, StringComparison.Ordinal);
                if (refusal.Row().PublicAs is not null)
                    Assert.DoesNotContain(refusal.Row().Slug, content, StringComparison.Ordinal);
                Assert.Equal(refusal == Refusal.MethodNotAllowed, answer.Content.Headers.NonValidated.Contains("Allow"));
            }
        }
    }

    [Fact]
    public async Task Conceals_a_403_as_the_404_that_an_unknown_address_gets()
    {
        using var concealed = await AskAsync(new(Refusal.SubjectNotAllowed, "0123456789abcdef") { Conceal = true, Area = "Secret", Challenges = ["Basic realm=\"Secret\""] });
        using var unknown = await AskAsync(new(Refusal.RouteNotFound, "0123456789abcdef"));
        Assert.Equal(HttpStatusCode.NotFound, concealed.StatusCode);
        Assert.Equal(
            await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await concealed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            unknown.Headers.NonValidated.Select(field => field.Key),
            concealed.Headers.NonValidated.Select(field => field.Key));
        Assert.Equal(One(unknown, "Vary"), One(concealed, "Vary"));
    }

    [Fact]
    public async Task Lets_scripts_of_allowed_origins_read_it()
    {
        using var answer = await AskAsync(Missing with { Cors = new("https://app.example", Credentials: true) });
        Assert.Equal("https://app.example", One(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("true", One(answer, "Access-Control-Allow-Credentials"));
        Assert.Equal("WWW-Authenticate, DPoP-Nonce, Retry-After, Countersign-Reference", One(answer, "Access-Control-Expose-Headers"));
        Assert.EndsWith(", Origin", One(answer, "Vary"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2, "1")]
    [InlineData(30, "30")]
    [InlineData(30.1, "31")]
    public async Task Says_how_long_to_wait(double seconds, string expected)
    {
        using var answer = await AskAsync(new(Refusal.TooManyAttempts, "r") { RetryAfter = TimeSpan.FromSeconds(seconds) });
        Assert.Equal(expected, One(answer, "Retry-After"));
    }

    [Theory]
    [InlineData(0.2, "1 second", 1)]
    [InlineData(60, "60 seconds", 60)]
    [InlineData(119.5, "2 minutes", 120)]
    [InlineData(239, "4 minutes", 239)]
    [InlineData(7200, "120 minutes", 7200)]
    [InlineData(86_400, "24 hours", 86_400)]
    public async Task Says_how_long_to_wait_in_every_form(double length, string words, int seconds)
    {
        var facts = new AnswerFacts(Refusal.TooManyAttempts, "r") { RetryAfter = TimeSpan.FromSeconds(length), Host = "gate.example" };

        using var problem = JsonDocument.Parse(await ContentAsync(facts, "*/*"));
        Assert.Equal($"There were too many attempts. Wait {words}, then try again.", problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(seconds, problem.RootElement.GetProperty("retryAfter").GetInt32());
        Assert.Contains($"<p>Wait {words}, then reload the page.</p>", await ContentAsync(facts, "text/html"), StringComparison.Ordinal);
        Assert.Contains($"\nWait {words}, then reload the page.\n\nHost: gate.example\n", await ContentAsync(facts, "text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_to_wait_a_little_where_nobody_knows_how_long()
    {
        var facts = new AnswerFacts(Refusal.ProtectionUnavailable, "r");

        using var problem = JsonDocument.Parse(await ContentAsync(facts, "*/*"));
        Assert.EndsWith(" Wait a little, then try again.", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, problem.RootElement.GetProperty("retryAfter").ValueKind);
    }

    [Theory]
    [InlineData(Refusal.CredentialsMissing, "16")]
    [InlineData(Refusal.SubjectNotAllowed, "7")]
    [InlineData(Refusal.TooManyAttempts, "8")]
    [InlineData(Refusal.PasswordChecksBusy, "14")]
    public async Task Tells_grpc_in_trailers_alone(Refusal refusal, string status)
    {
        using var answer = await AskAsync(
            new(refusal, "0123456789abcdef") { RetryAfter = refusal.Row().Status is 429 or 503 ? TimeSpan.FromMinutes(4) : null },
            request =>
            {
                request.Method = HttpMethod.Post;
                request.Version = HttpVersion.Version20;
                request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
                request.Content = new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc+proto");
            },
            HttpProtocols.Http2);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(status, One(answer, "grpc-status"));
        Assert.Contains(refusal.PublicRow().Slug, One(answer, "grpc-message"), StringComparison.Ordinal);
        Assert.Equal(refusal.Row().Status is 429 or 503, One(answer, "grpc-message").Contains("Wait 4 minutes", StringComparison.Ordinal));
        Assert.Equal("application/grpc", answer.Content.Headers.ContentType!.ToString());
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keeps_the_connection_and_its_framing()
    {
        var writer = new AnswerWriter();
        await using var server = await Loopback.StartAsync(context => Answer(writer, context, Missing));
        var answers = await server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", close: false);
        Assert.Equal(3, answers.Split("HTTP/1.1 401 Unauthorized").Length - 1);
        Assert.DoesNotContain("chunked", answers, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(6, answers.Split("\r\nWWW-Authenticate: ").Length - 1);
        Assert.EndsWith("\r\n\r\n", answers, StringComparison.Ordinal);
    }

    private static async Task<string> ContentAsync(AnswerFacts facts, string accept)
    {
        using var answer = await AskAsync(facts, request => request.Headers.Add("Accept", accept));
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> AskAsync(
        AnswerFacts facts, Action<HttpRequestMessage>? prepare = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var writer = new AnswerWriter();
        await using var server = await Loopback.StartAsync(context => Answer(writer, context, facts), protocols);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/");
        prepare?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task Answer(AnswerWriter writer, HttpContext context, AnswerFacts facts)
    {
        writer.Write(context, facts);
        return Task.CompletedTask;
    }

    private static string One(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.NonValidated[name]);
}
