using System.Text;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Reports;

public sealed class ReportTests
{
    private const string Refusal = "GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=x y\n";

    private static readonly CheckRow Row = new("challenge/test", Severity.Warning, "A title", "A why.", new("RFC 9110 §11.6.1", "MUST"), Fault.Origin, "Quote it.") { CallerFix = "Nothing." };

    [Fact]
    public void The_text_has_a_caret_under_the_place()
    {
        var lines = Text(Found(new Evidence(0, "response WWW-Authenticate", "Basic realm=x y") { Start = 14, Length = 1, Line = 5 })).Split('\n');

        var value = Array.FindIndex(lines, line => line.Contains("Basic realm=x y", StringComparison.Ordinal));
        Assert.Equal(lines[value].IndexOf(" y", StringComparison.Ordinal) + 1, lines[value + 1].IndexOf('^', StringComparison.Ordinal));
        Assert.Equal("    response WWW-Authenticate, line 5:", lines[value - 1]);
        Assert.Contains("    fault: the server", lines);
        Assert.Contains("    fix: Quote it.", lines);
        Assert.Contains("    as the caller: Nothing.", lines);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(-1, 0)]
    [InlineData(0, 9999)]
    public void A_place_beyond_what_is_shown_does_no_harm(int start, int length) =>
        Assert.Contains("Bearer ***", Text(Found(new Evidence(0, "request Authorization", "Bearer ***") { Start = start, Length = length })), StringComparison.Ordinal);

    [Fact]
    public void A_strangers_text_does_not_steer_the_terminal() =>
        Assert.DoesNotContain('\e', Text(Found(new Evidence(0, "response X", "\e[2J\u202e"))));

    [Fact]
    public void The_JSON_is_what_the_contract_says()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
            JsonReport.Write(json, Found(new Evidence(0, "status", "401")));
        var report = JsonDocument.Parse(output.ToArray()).RootElement;

        var finding = report.GetProperty("findings")[0];
        Assert.Equal(["challenged", "origin", "with-credentials"], new[] { "outcome", "fault", "retry" }.Select(name => report.GetProperty("verdict").GetProperty(name).GetString()));
        Assert.Equal(["challenge/test", "warning", "likely", "It is not quoted.", "origin", "Quote it."],
            new[] { "id", "severity", "certainty", "message", "fault", "fix" }.Select(name => finding.GetProperty(name).GetString()));
        Assert.Equal("status", finding.GetProperty("evidence")[0].GetProperty("part").GetString());
    }

    private static Inspection Found(params Evidence[] evidence) =>
        new(RawHttpReader.Read(Refusal), [new Finding(Row, "It is not quoted.") { Certainty = Certainty.Likely, Evidence = [.. evidence] }]);

    private static string Text(Inspection inspection)
    {
        using var text = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        TextReport.Write(text, inspection);
        return text.ToString();
    }
}
