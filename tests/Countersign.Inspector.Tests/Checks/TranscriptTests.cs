using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Probes;
using Countersign.Inspector.Findings;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

public sealed class TranscriptTests
{
    public static TheoryData<string> Checks => [.. CheckCatalogue.Exchanges.Where(check => check is not ProbeCheck).Select(check => check.Row.Id)];

    public static TheoryData<string> Clean => [.. Transcripts.Of("clean", "*.http")];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Finds_what_it_is_for_and_leaves_the_rest_alone(string id)
    {
        var (fires, quiet) = (Transcripts.Of(id, "fires-*").ToList(), Transcripts.Of(id, "quiet-*").ToList());
        Assert.True(fires.Count > 0 && quiet.Count > 0, $"{id} needs a transcript that it must find and one that it must not");
        Assert.All(fires, file => Assert.Contains(Transcripts.Inspect(file).Findings, finding => finding.Check.Id == id));
        Assert.All(quiet, file => Assert.DoesNotContain(Transcripts.Inspect(file).Findings, finding => finding.Check.Id == id));
    }

    [Theory]
    [MemberData(nameof(Clean))]
    public void Has_nothing_to_say_against_what_is_right(string file) =>
        Assert.Empty(Transcripts.Inspect(file).Findings.Where(finding => finding.Severity >= Severity.Warning).Select(finding => $"{finding.Check.Id}: {finding.Message}"));

    [Fact]
    public void Every_transcript_belongs_to_a_check() =>
        Assert.All(Directory.GetFiles(Transcripts.Root, "*.http", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(Path.GetRelativePath(Transcripts.Root, file))!.Replace('\\', '/')), folder =>
            Assert.Contains(folder, CheckCatalogue.Exchanges.Select(check => check.Row.Id).Append("clean")));

    [Fact]
    public void Every_check_stands_in_the_folder_and_file_of_its_name() =>
        Assert.All(CheckCatalogue.Exchanges, check =>
        {
            var place = check.GetType().FullName!["Countersign.Inspector.Checks.".Length..];
            Assert.Equal(check.Row.Id.Replace("-", "", StringComparison.Ordinal), place.Replace('.', '/'), ignoreCase: true);
        });

    [Fact]
    public void Every_check_is_in_the_catalogue_once()
    {
        var there = typeof(ExchangeCheck).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(ExchangeCheck).IsAssignableFrom(type));
        Assert.Equal(there.Select(type => type.FullName).Order(StringComparer.Ordinal), CheckCatalogue.Exchanges.Select(check => check.GetType().FullName).Order(StringComparer.Ordinal));
        Assert.Equal(CheckCatalogue.Exchanges.Length, CheckCatalogue.Exchanges.Select(check => check.Row.Id).Distinct(StringComparer.Ordinal).Count());
    }
}
