using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Nginx;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

public sealed class NginxFixtureTests
{
    public static TheoryData<string> Checks => [.. NginxChecks.All.Select(check => check.Row.Id)];

    public static TheoryData<string> Fixtures => [.. NginxFixture.Names];

    public static TheoryData<string> Clean => [.. NginxFixture.Names.Where(name => name.StartsWith("clean/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Finds_what_it_is_for_and_leaves_the_rest_alone(string id)
    {
        var (fires, quiet) = (Of(id, "fires"), Of(id, "quiet"));
        Assert.True(fires.Count > 0 && quiet.Count > 0, $"{id} needs a configuration that it must find and one that it must not");
        Assert.All(fires, name => Assert.Contains(Lint(name).Findings, finding => finding.Check.Id == id));
        Assert.All(quiet, name => Assert.DoesNotContain(Lint(name).Findings, finding => finding.Check.Id == id));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Says_what_nginx_does(string name)
    {
        var linted = Lint(name);

        Assert.Empty(linted.Problems);
        Assert.All(NginxFixture.Of(name).Asked.Where(asked => asked.Field is null), asked =>
        {
            var decision = linted.Why(asked.Method, asked.Url)!;
            Assert.True(decision.Access == Access.NotDecided == asked.IsUndecided, $"{asked}: {decision.Sentence}");
            Assert.True(asked.Status != 401 || asked.IsUndecided || decision.Access == Access.Challenged, $"{asked}: {decision.Access}, {decision.Sentence}");
            if (decision.Status is { } status)
                Assert.True(status == asked.Status, $"{asked}: {decision.Sentence}");
            else if (!asked.IsUndecided)
                Assert.True(decision.Access is Access.Open == asked.Status is not (0 or 401 or 403), $"{asked}: {decision.Sentence}");
        });
    }

    [Theory]
    [MemberData(nameof(Clean))]
    public void Has_nothing_to_say_against_what_is_right(string name) =>
        Assert.Empty(Lint(name).Findings.Where(finding => finding.Severity >= Severity.Warning).Select(finding => $"{finding.Check.Id}: {finding.Message}"));

    [Fact]
    public void Every_fixture_belongs_to_a_check() =>
        Assert.All(NginxFixture.Names, name => Assert.Contains($"nginx/{name[..name.IndexOf('/', StringComparison.Ordinal)]}", NginxChecks.All.Select(check => check.Row.Id).Concat(["nginx/model", "nginx/clean"])));

    [Fact]
    public void Every_check_stands_in_the_file_of_its_name_and_in_the_list_once()
    {
        Assert.All(NginxChecks.All, check => Assert.Equal($"nginx/{check.GetType().Name}", check.Row.Id.Replace("-", "", StringComparison.Ordinal), ignoreCase: true));
        var there = typeof(NginxCheck).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(NginxCheck).IsAssignableFrom(type));
        Assert.Equal(there.Select(type => type.FullName).Order(StringComparer.Ordinal), NginxChecks.All.Select(check => check.GetType().FullName).Order(StringComparer.Ordinal));
    }

    private static List<string> Of(string id, string start) => [.. NginxFixture.Names.Where(name => name.StartsWith($"{id["nginx/".Length..]}/{start}", StringComparison.Ordinal))];

    private static LintedConfiguration Lint(string name) =>
        new NginxLinter().Lint("/etc/nginx/nginx.conf", new FixtureFiles("/etc/nginx/nginx.conf", NginxFixture.Of(name).Text, NginxFixture.Files));
}
