using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports;

/// <summary>An inspection for programs.</summary>
internal static class JsonReport
{
    public static void Write(Utf8JsonWriter json, Inspection inspection, Framework? framework = null)
    {
        var recording = inspection.Recording;
        json.WriteStartObject();
        WriteVerdict(json, Verdict.Of(inspection));
        json.WriteString("source", ReportWords.Code(recording.Source));
        json.WriteStartArray("findings");
        foreach (var finding in inspection.Findings)
            Write(json, finding);
        json.WriteEndArray();
        json.WriteNumber("accepted", inspection.Accepted);
        json.WriteStartArray("ownerFixes");
        foreach (var fix in OwnerFix.Of(inspection, framework))
            Write(json, fix);
        json.WriteEndArray();
        json.WriteStartArray("exchanges");
        foreach (var exchange in recording.Exchanges)
            Write(json, exchange);
        json.WriteEndArray();
        ProbeTable.Write(json, recording);
        json.WriteStartArray("notKept");
        foreach (var code in ReportWords.Codes(recording.Omissions))
            json.WriteStringValue(code);
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in recording.Problems)
        {
            json.WriteStartObject();
            json.WriteNumber("line", problem.Line);
            json.WriteNumber("column", problem.Column);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        FindingJson.Write(json, finding);
        json.WriteString("callerFix", finding.CallerFix);
        json.WriteString("remedy", finding.Check.Remedy?.Name);
        json.WriteStartArray("evidence");
        foreach (var evidence in finding.Evidence)
        {
            json.WriteStartObject();
            json.WriteNumber("exchange", evidence.Exchange);
            json.WriteString("part", evidence.Part);
            json.WriteString("text", evidence.Text);
            json.WriteNumber("start", evidence.Start);
            json.WriteNumber("length", evidence.Length);
            json.WriteNumber("line", evidence.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteChanges(json, finding.Changes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OwnerFix fix)
    {
        json.WriteStartObject();
        json.WriteString("remedy", fix.Remedy.Name);
        json.WriteString("does", fix.Remedy.Does);
        json.WriteString("framework", fix.Framework?.Name);
        json.WriteString("snippet", fix.Snippet);
        json.WriteStartArray("frameworks");
        foreach (var other in OwnerSnippets.For(fix.Remedy))
            json.WriteStringValue(other.Name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, ImmutableArray<RequestChange> changes)
    {
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("kind", ReportWords.Code(change.Kind));
            json.WriteString("name", change.Name);
            json.WriteString("value", change.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("outcome", ReportWords.Code(verdict.Outcome));
        json.WriteString("sentence", verdict.Sentence);
        json.WriteString("fault", ReportWords.Code(verdict.Fault));
        json.WriteString("certainty", ReportWords.Code(verdict.Certainty));
        json.WriteString("retry", ReportWords.Code(verdict.Retry));
        if (verdict.About is { } about)
            json.WriteNumber("exchange", about.Index);
        else
            json.WriteNull("exchange");
        json.WriteString("cause", verdict.Cause?.Check.Id);
        json.WriteString("by", verdict.By?.Name);
        json.WriteString("byCertainty", verdict.By is { } by ? ReportWords.Code(by.Certainty) : null);
        WriteChanges(json, verdict.Changes);
        WriteRequest(json, verdict);
        json.WriteStartArray("consumers");
        foreach (var consumer in verdict.About is { } exchange ? Consumers.Of(exchange) : [])
        {
            json.WriteStartObject();
            json.WriteString("kind", consumer.Kind);
            json.WriteString("makes", consumer.Makes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The request that gets in, for those programs that can send it.
    private static void WriteRequest(Utf8JsonWriter json, Verdict verdict)
    {
        if (verdict.Changes.IsEmpty || verdict.About?.Request is not { } request || RevisedRequest.Of(request, verdict.Changes) is not { } revised)
            return;
        json.WriteStartObject("send");
        json.WriteStartArray("diff");
        foreach (var line in revised.Diff)
            json.WriteStringValue(line);
        json.WriteEndArray();
        foreach (var form in RequestForm.All)
            json.WriteString(form.Name, form.Write(revised));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartObject();
        json.WriteNumber("index", exchange.Index);
        json.WriteString("method", exchange.Request?.Method);
        json.WriteString("url", exchange.Request?.Url?.ToString() ?? exchange.Request?.Target);
        json.WriteNumber("status", exchange.Status);
        json.WriteString("trouble", exchange.Trouble);
        json.WriteEndObject();
    }
}
