using System.Text;
using Countersign.Inspector;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>What the inspector makes of what curl saw.</summary>
internal static class CurlVisit
{
    /// <summary>Asks by <c>curl --verbose</c>, and judges what that wrote.</summary>
    public static async Task<Countersign.Inspector.Inspection> InspectAsync(params string[] arguments)
    {
        Programs.Need("/usr/bin/curl");
        var ran = await Programs.RunAsync("curl", ["--verbose", "--stderr", "-", "--silent", "--show-error", "--noproxy", "*", "--max-time", "20", .. arguments]);
        Assert.True(ran.Code == 0, $"curl ended with {ran.Code}: {ran.Output}");
        return Countersign.Inspector.Inspection.Of(Recording.Read(Encoding.UTF8.GetBytes(ran.Output)));
    }

    /// <summary>The findings, each with its severity: <c>error challenge/missing</c>. What is right is among them.</summary>
    public static string[] Ids(this Countersign.Inspector.Inspection inspection) =>
        [.. inspection.Findings.Select(finding => finding.Severity == Severity.Good ? finding.Check.Id : $"{finding.Severity} {finding.Check.Id}").Distinct().Order(StringComparer.Ordinal)];
}
