using System.Text.Json;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports;

/// <summary>What findings of exchanges, sites and configurations have in common, for programs.</summary>
internal static class FindingJson
{
    public static void Write(Utf8JsonWriter json, Finding finding) =>
        Write(json, finding.Check, finding.Severity, finding.Certainty, finding.Message, finding.Fault, finding.OwnerFix);

    public static void Write(Utf8JsonWriter json, CheckRow check, Severity severity, Certainty certainty, string message, Fault fault, string fix)
    {
        json.WriteString("id", check.Id);
        json.WriteString("severity", ReportWords.Code(severity));
        json.WriteString("certainty", ReportWords.Code(certainty));
        json.WriteString("message", message);
        json.WriteString("fault", ReportWords.Code(fault));
        json.WriteString("fix", fix);
        json.WriteString("requirement", check.Requirement.ToString());
    }
}
