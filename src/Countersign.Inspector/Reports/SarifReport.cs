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
        SarifLog.Write(json, rules, version, Verdict.Of(inspection).Sentence, () =>
        {
            foreach (var finding in inspection.Findings)
                WriteResult(json, finding, rules.IndexOf(finding.Check), inspection, file);
        });
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int rule, Inspection inspection, string file)
    {
        json.WriteStartObject();
        SarifLog.WriteHead(json, finding.Check, rule, finding.Severity, finding.Certainty, finding.Message);
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
        SarifLog.WriteFile(json, file);
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
}
