using Countersign.Inspector.Findings;
using Countersign.Inspector.Reports;

namespace Countersign.Inspector.Verdicts;

/// <summary>What an inspection comes to, in one sentence.</summary>
public static class Verdict
{
    /// <summary>The sentence of the gravest finding, the surest of those, the first of those.</summary>
    public static string Of(Inspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        if (inspection.Recording.Exchanges.IsEmpty)
            return "There is no exchange in it.";
        var gravest = inspection.Findings.Where(finding => finding.Severity > Severity.Good).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Certainty).FirstOrDefault();
        if (gravest is null)
            return "Nothing is wrong, as far as can be seen.";
        return gravest.Fault == Fault.Nobody ? gravest.Message : $"{gravest.Message} The fault is with {ReportWords.Of(gravest.Fault)}.";
    }
}
