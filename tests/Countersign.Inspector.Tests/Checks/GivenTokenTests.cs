using System.Text;
using System.Text.Json;
using Countersign.Inspector.Checks.Token;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>A token that is given beside a recording: it is judged where the recording does not show what was sent, and never shown.</summary>
public sealed class GivenTokenTests
{
    private static readonly string Token = TestTokens.Of("""{"exp":1795420620}""");

    public static TheoryData<string> Hidden =>
    [
        $"HTTP/1.1 401 Unauthorized\nDate: {TestTokens.Date}\nWWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\"\n",
        TestTokens.Refused("***"),
        TestTokens.Refused("REDACTED"),
    ];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void Is_taken_for_the_one_that_a_recording_hides(string transcript)
    {
        var inspection = Inspect(transcript, Token);

        Assert.Equal("The token that was given expired 3 min before the server's Date. Get a new token.", Verdict.Of(inspection).Sentence);
        Assert.Equal(Certainty.Likely, Assert.Single(inspection.Findings, finding => finding.Check.Id == "token/expired").Certainty);
    }

    [Fact]
    public void Explains_nothing_where_no_token_was_sent()
    {
        var inspection = Inspect(TestTokens.Refused(null, "Bearer realm=\"api\""), Token);

        Assert.Equal(Outcome.Challenged, Verdict.Of(inspection).Outcome);
        Assert.StartsWith("The token that was given, and not sent, expired 3 min before", Assert.Single(inspection.Findings, finding => finding.Check.Id == "token/expired").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_way_to_the_token_that_was_sent()
    {
        var inspection = Inspect(TestTokens.Refused(TestTokens.Of()), Token);

        Assert.DoesNotContain(inspection.Findings, finding => finding.Check.Id == "token/expired");
        Assert.False(SeenToken.IsJudged(inspection.Recording));
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\n")]
    [InlineData("GET / HTTP/1.1\nHost: api.example\n\nHTTP/1.1 200 OK\nDate: Mon, 23 Nov 2026 08:00:00 GMT\n")]
    public void Is_not_judged_where_none_is_wanted(string transcript) => Assert.False(SeenToken.IsJudged(Inspect(transcript, Token).Recording));

    [Fact]
    public void Is_known_again_where_it_was_sent() => Assert.True(SeenToken.IsJudged(Inspect(TestTokens.Refused(Token), Token).Recording));

    [Theory]
    [InlineData("2YotnFZFEjr1zCsicMWpAA")]
    [InlineData(null)]
    public void Is_shown_by_no_report_wherever_it_stands(string? token)
    {
        token ??= Token;
        var transcript = $"GET /orders?state={token} HTTP/1.1\nHost: api.example\nX-Debug: {token}\nAuthorization: Bearer ***\n\n"
            + $"HTTP/1.1 401 Unauthorized\nDate: {TestTokens.Date}\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"{token}\"\nContent-Type: text/plain\n\nno {token}\n";

        var inspection = Inspect(transcript, token);

        var said = string.Concat(Text(inspection), Json(inspection), Sarif(inspection), Markdown(inspection));
        Assert.All(token.Split('.'), part => Assert.DoesNotContain(part, said, StringComparison.Ordinal));
        Assert.DoesNotContain(token, JsonSerializer.Serialize(inspection.Recording.Given), StringComparison.Ordinal);
    }

    private static Inspection Inspect(string transcript, string token) => Inspection.Of(TranscriptReader.Read(Encoding.UTF8.GetBytes(transcript), out _, token)!);

    private static string Text(Inspection inspection)
    {
        using var text = new StringWriter();
        TextReport.Write(text, inspection);
        return text.ToString();
    }

    private static string Markdown(Inspection inspection)
    {
        using var text = new StringWriter();
        MarkdownReport.Write(text, inspection);
        return text.ToString();
    }

    private static string Json(Inspection inspection) => Written(json => JsonReport.Write(json, inspection));

    private static string Sarif(Inspection inspection) => Written(json => SarifReport.Write(json, inspection, "visit.har", "1.0.0"));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
