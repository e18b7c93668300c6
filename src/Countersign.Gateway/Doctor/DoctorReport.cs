using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Gateway.Doctor;

/// <summary>All that an examination found.</summary>
/// <param name="Of">What was examined.</param>
/// <param name="Findings">What was found, by areas.</param>
public sealed record DoctorReport(string Of, ImmutableArray<Finding> Findings)
{
    /// <summary>The worst of it.</summary>
    public FindingVerdict Verdict =>
        Findings.Any(finding => finding.Verdict == FindingVerdict.Fault) ? FindingVerdict.Fault
        : Findings.Any(finding => finding.Verdict == FindingVerdict.Warning) ? FindingVerdict.Warning
        : FindingVerdict.Ok;

    /// <summary>Writes it as one JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("of", Of);
        json.WriteString("verdict", Word(Verdict));
        json.WriteStartArray("findings");
        foreach (var finding in Findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Check.Id);
            json.WriteString("verdict", Word(finding.Verdict));
            json.WriteString("message", finding.Found);
            json.WriteString("why", finding.Check.Matters);
            json.WriteString("fix", finding.Mend);
            json.WriteStartArray("evidence");
            foreach (var line in finding.Evidence)
                json.WriteStringValue(line);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How many there are of each verdict, in words.</summary>
    public string Summary
    {
        get
        {
            int Count(FindingVerdict verdict) => Findings.Count(finding => finding.Verdict == verdict);
            var (faults, warnings) = (Count(FindingVerdict.Fault), Count(FindingVerdict.Warning));
            return string.Create(CultureInfo.InvariantCulture, $"{faults} fault{(faults == 1 ? "" : "s")}, {warnings} warning{(warnings == 1 ? "" : "s")}, {Count(FindingVerdict.Ok)} ok, {Count(FindingVerdict.NotChecked)} not checked");
        }
    }

    internal static string Word(FindingVerdict verdict) => verdict switch
    {
        FindingVerdict.Ok => "ok",
        FindingVerdict.Warning => "warning",
        FindingVerdict.Fault => "fault",
        FindingVerdict.NotChecked => "not checked",
    };
}
