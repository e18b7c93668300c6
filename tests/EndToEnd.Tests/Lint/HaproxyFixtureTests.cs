using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Lint;

/// <summary>The fixtures of HAProxy on the real one: it answers as they say, and as the lint predicts.</summary>
public sealed class HaproxyFixtureTests
{
    public static TheoryData<string> Fixtures => [.. LintFixture.Of("haproxy").Where(name => LintFixture.Read(name).Requests.Count > 0)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public Task Answers_as_the_fixture_says_and_the_lint_predicts(string name) =>
        FixtureStage.CompareAsync(name, "/usr/sbin/haproxy", (server, fixture) => ["-f", server.PathOf(fixture.Main[1..])]);
}
