using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>What is found in the fixtures of tests/Fixtures/lint, and what is not. End-to-end tests run each of them on the real server.</summary>
public sealed class ServerFixtureTests
{
    private static readonly string[] Kinds = ["apache", "htpasswd", "htdigest", "caddy", "haproxy"];

    public static TheoryData<string> Checks => [.. LintCatalogue.All.Where(linter => Kinds.Contains(linter.Kind)).SelectMany(linter => linter.Rows).Select(row => row.Id).Distinct()];

    public static TheoryData<string> Clean => [.. Kinds.SelectMany(kind => LintFixture.Of(kind + "/clean"))];

    public static TheoryData<string> Asked => [.. Kinds.SelectMany(kind => LintFixture.Of(kind)).Where(name => LintFixture.Read(name).Requests.Count > 0)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Finds_what_it_is_for_and_leaves_the_rest_alone(string id)
    {
        var (fires, quiet) = (LintFixture.Of(id, "fires-*.txt").ToList(), LintFixture.Of(id, "quiet-*.txt").ToList());
        Assert.True(fires.Count > 0 && quiet.Count > 0, $"{id} needs a fixture that it must find and one that it must not");
        Assert.Multiple([
            .. fires.Select<string, Action>(name => () => Assert.True(Ids(name).Contains(id), $"{name}: {string.Join("; ", All(name))}")),
            .. quiet.Select<string, Action>(name => () => Assert.False(Ids(name).Contains(id), $"{name}: {string.Join("; ", All(name))}"))]);
    }

    [Theory]
    [MemberData(nameof(Clean))]
    public void Has_nothing_to_say_against_what_is_right(string name)
    {
        using var linted = new LintedFixture(name);
        Assert.Empty(linted.Found(Severity.Warning));
        Assert.Empty(linted.Configuration.Problems);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public void Says_what_becomes_of_a_request_without_credentials(string name)
    {
        using var linted = new LintedFixture(name);
        Assert.Multiple([.. linted.Fixture.Requests.Where(request => !request.IsAuthorized).Select<LintRequest, Action>(request => () =>
        {
            var decision = linted.Configuration.Why(request.Method, new(request.Url))!;
            var isSo = decision.Access switch
            {
                Access.Open => request.Status is not (401 or 403 or 500 or 301 or 302),
                Access.NotDecided => false,
                _ => (decision.Status ?? request.Status) == request.Status,
            };
            Assert.True(isSo, $"{name}: {request} is {request.Status}, and Why says {decision.Access} {decision.Status}: {decision.Sentence}");
        })]);
    }

    private static IEnumerable<string> Ids(string name)
    {
        using var linted = new LintedFixture(name);
        return [.. linted.Configuration.Findings.Select(finding => finding.Check.Id)];
    }

    private static IEnumerable<string> All(string name)
    {
        using var linted = new LintedFixture(name);
        return [.. linted.Found()];
    }
}
