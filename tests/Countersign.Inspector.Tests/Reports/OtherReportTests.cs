using System.Text;
using System.Text.Json;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Reports;

public sealed class OtherReportTests
{
    private const string Transcript = "GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a|<b>\"\n";

    private static readonly CheckRow Row = new("challenge/test", Severity.Warning, "A title", "A why.", new("RFC 9110 §11.6.1", "MUST"), Fault.Origin, "Quote it.");

    [Fact]
    public void SARIF_has_a_level_only_where_something_failed()
    {
        var results = Sarif(new(Row, "Wrong."), new(Row, "Perhaps.") { Certainty = Certainty.NotDecided }, new(Row, "Right.") { Severity = Severity.Good }).GetProperty("results");

        Assert.Equal(["fail/warning", "open/none", "pass/none"], results.EnumerateArray().Select(result => $"{result.GetProperty("kind")}/{result.GetProperty("level")}"));
    }

    [Fact]
    public void SARIF_names_file_line_and_rule()
    {
        var run = Sarif(new Finding(Row, "Wrong.") { Evidence = [new(0, "response WWW-Authenticate", "Basic") { Line = 5 }] });
        var (result, place) = (run.GetProperty("results")[0], run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation"));

        Assert.Equal("challenge/test", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        Assert.Equal("a%20visit/b.har", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(5, place.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public void Markdown_has_the_request_to_send_and_no_markup_of_strangers()
    {
        using var text = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        MarkdownReport.Write(text, Inspection.Of(RawHttpReader.Read(Transcript)) with { Findings = [new(Row, "The realm is a|<b>.") { Evidence = [new(0, "status", "401")] }] });

        Assert.StartsWith("**The server wants credentials", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("+ Authorization: Basic ...", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("| warning | `challenge/test` | The realm is a\\|\\<b\\>. | the server | Quote it. |", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", text.ToString().Replace("\\<b\\>", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_mentions_nobody_and_links_nowhere_on_behalf_of_a_stranger()
    {
        using var text = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        MarkdownReport.Write(text, Inspection.Of(RawHttpReader.Read(Transcript)) with { Findings = [new(Row, "See @everyone, #12, owner/site#3, !4, www.evil.example and http://evil.example/a|b?x=`1, (https://evil.example/).") { Evidence = [new(0, "status", "401")] }] });

        Assert.Contains("| See @\u200Beveryone, \\#\u200B12, owner/site\\#\u200B3, \\!\u200B4, `www.evil.example` and `http://evil.example/a\\|b?x=`\\`1, (`https://evil.example/`). |", text.ToString(), StringComparison.Ordinal);
    }

    private static JsonElement Sarif(params Finding[] findings)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
            SarifReport.Write(json, new(RawHttpReader.Read(Transcript), [.. findings]), "a visit/b.har", "1.0.0");
        return JsonDocument.Parse(output.ToArray()).RootElement.GetProperty("runs")[0];
    }
}
