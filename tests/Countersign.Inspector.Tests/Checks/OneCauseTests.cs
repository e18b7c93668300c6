using Countersign.Inspector.Findings;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>One cause makes one finding: what is wrong in the transcripts of challenges and credentials is said once.</summary>
public sealed class OneCauseTests
{
    private static readonly string[] Areas = ["challenge", "basic", "digest", "bearer", "credentials"];

    public static TheoryData<string> Transcript => [.. Areas.SelectMany(area => Directory.GetDirectories(Path.Combine(Transcripts.Root, area))).Select(folder => Path.GetRelativePath(Transcripts.Root, folder)).SelectMany(folder => Transcripts.Of(folder, "fires-*.http"))];

    [Theory]
    [MemberData(nameof(Transcript))]
    public void Says_it_once(string file)
    {
        var id = Path.GetDirectoryName(file)!.Replace('\\', '/');
        var others = Transcripts.Inspect(file).Findings.Where(finding => finding.Severity >= Severity.Warning && Areas.Contains(finding.Check.Area, StringComparer.Ordinal) && finding.Check.Id != id);

        // A challenge without qop is a fault of its own.
        if (file.EndsWith("digest-qop/fires-unasked.http", StringComparison.Ordinal))
            others = others.Where(finding => finding.Check.Id != "digest/qop-missing");
        Assert.Empty(others.Select(finding => $"{finding.Check.Id}: {finding.Message}"));
    }
}
