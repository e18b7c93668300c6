using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.TestKit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>A fixture of tests/Fixtures/lint, linted as it lies in a folder of its own.</summary>
internal sealed class LintedFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    public LintedFixture(string name)
    {
        Fixture = LintFixture.Read(name);
        Fixture.WriteTo(_folder.FullName);
        Configuration = LintCatalogue.All.First(linter => linter.Kind == name.Split('/')[0]).Lint(Fixture.Main, new DiskFiles(_folder.FullName));
    }

    public LintFixture Fixture { get; }

    public LintedConfiguration Configuration { get; }

    public IEnumerable<string> Found(Severity least = Severity.Good) =>
        Configuration.Findings.Where(finding => finding.Severity >= least).Select(finding => $"{finding.Check.Id}: {finding.Message}");

    public void Dispose() => _folder.Delete(recursive: true);
}
