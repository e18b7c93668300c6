using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports;

/// <summary>An inspection in SARIF 2.1.0, for what shows the findings of many tools.</summary>
internal static class SarifReport
{
    /// <param name="json">Where it goes.</param>
    /// <param name="inspection">The inspection.</param>
    /// <param name="file">The name of what was inspected.</param>
    /// <param name="version">The version of this program.</param>
    public static void Write(Utf8JsonWriter json, Inspection inspection, string file, string version)
    {
        ImmutableArray<CheckRow> rules = [.. inspection.Findings.Select(finding => finding.Check).DistinctBy(row => row.Id)];
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, rules, version);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in inspection.Findings)
            WriteResult(json, finding, rules.IndexOf(finding.Check), inspection, file);
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("verdict", Verdict.Of(inspection).Sentence);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, ImmutableArray<CheckRow> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Countersign");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "fullDescription", rule.Why);
            if (rule.OwnerFix.Length > 0)
                WriteText(json, "help", rule.OwnerFix);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("requirement", rule.Requirement.ToString());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int rule, Inspection inspection, string file)
    {
        // A level stands only where something failed (SARIF 2.1.0 §3.27.10).
        var kind = finding switch
        {
            { Severity: Severity.Good } => "pass",
            { Certainty: Certainty.NotDecided } => "open",
            _ => "fail",
        };
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Check.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("kind", kind);
        json.WriteString("level", kind == "fail" ? Level(finding.Severity) : "none");
        WriteText(json, "message", finding.Message);
        json.WriteStartArray("locations");
        foreach (var evidence in finding.Evidence)
            WriteLocation(json, evidence, file);
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("countersign/v1", Fingerprint.Of(finding, inspection.Recording));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("certainty", ReportWords.Code(finding.Certainty));
        json.WriteString("fault", ReportWords.Code(finding.Fault));
        json.WriteString("place", Fingerprint.Place(finding, inspection.Recording));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, Evidence evidence, string file)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri.EscapeDataString(file.Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", Math.Max(1, evidence.Line));
        json.WriteStartObject("snippet");
        json.WriteString("text", evidence.Text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", $"exchanges/{evidence.Exchange + 1}/{evidence.Part}");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "note",
        _ => "none",
    };
}
