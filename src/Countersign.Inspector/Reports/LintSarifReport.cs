using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Reports;

/// <summary>What was found in configurations, in SARIF 2.1.0.</summary>
internal static class LintSarifReport
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<LintedConfiguration> configurations, string version)
    {
        ImmutableArray<LintFinding> findings = [.. configurations.SelectMany(each => each.Findings)];
        ImmutableArray<CheckRow> rules = [.. findings.Select(finding => finding.Check).DistinctBy(row => row.Id)];
        SarifLog.Write(json, rules, version, LintVerdict.Of(configurations), () =>
        {
            foreach (var finding in findings)
                Write(json, finding, rules.IndexOf(finding.Check));
        });
    }

    private static void Write(Utf8JsonWriter json, LintFinding finding, int rule)
    {
        json.WriteStartObject();
        SarifLog.WriteHead(json, finding.Check, rule, finding.Severity, finding.Certainty, finding.Message);
        json.WriteStartArray("locations");
        foreach (var directive in finding.Directives.Take(1))
            Write(json, directive);
        json.WriteEndArray();
        json.WriteStartArray("relatedLocations");
        foreach (var directive in finding.Directives.Skip(1))
            Write(json, directive);
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("countersign/v1", Fingerprint.Of(finding));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Directive directive)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        SarifLog.WriteFile(json, directive.Place.File);
        json.WriteStartObject("region");
        json.WriteNumber("startLine", directive.Place.Line);
        json.WriteNumber("startColumn", directive.Place.Column);
        json.WriteStartObject("snippet");
        json.WriteString("text", directive.Text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
