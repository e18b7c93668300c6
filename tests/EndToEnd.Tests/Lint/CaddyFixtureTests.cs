using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Lint;

/// <summary>The fixtures of Caddy on the real one: it answers as they say, and as the lint predicts.</summary>
public sealed class CaddyFixtureTests
{
    public static TheoryData<string> Fixtures => [.. LintFixture.Of("caddy").Where(name => LintFixture.Read(name).Requests.Count > 0)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public Task Answers_as_the_fixture_says_and_the_lint_predicts(string name) =>
        FixtureStage.CompareAsync(name, "/usr/bin/caddy", (server, fixture) => ["run", "--config", server.PathOf(fixture.Main[1..]), "--adapter", "caddyfile"]);
}
