using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Nginx;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Lint;

/// <summary>What the linter says of a configuration is what a real nginx does with it.</summary>
public sealed class NginxLintTests
{
    public static TheoryData<string> Fixtures => [.. NginxFixture.Names];

    public static TheoryData<uint> Seeds => [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), out var count) ? count : 40).Select(seed => (uint)seed)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Says_what_a_stranger_gets(string name)
    {
        Programs.Need(StrangerToNginx.Program);
        var fixture = NginxFixture.Of(name);
        await using var nginx = await StrangerToNginx.StartAsync(fixture);
        var linted = LintCatalogue.Of(nginx.Configuration, fixture.Text)!.Lint(nginx.Configuration, new DiskFiles());
        var wrong = new List<string>();

        Assert.Empty(linted.Problems);
        Assert.NotEmpty(fixture.Asked);
        foreach (var asked in fixture.Asked)
        {
            var status = await nginx.AskAsync(asked);
            if (status != asked.Status)
                wrong.Add($"{asked}: nginx says {status} and not {asked.Status}");
            if (asked.Field is null && linted.Why(asked.Method, nginx.Here(asked.Url)) is var decision && !Agrees(decision!, asked, status))
                wrong.Add($"{asked}: nginx says {status}, and the linter {decision!.Access} {decision.Status}: {decision.Sentence}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Says_what_a_stranger_gets_from_what_chance_wrote(uint seed)
    {
        Programs.Need(StrangerToNginx.Program);
        var chance = new RandomNginx(seed);
        var fixture = chance.Fixture();
        await using var nginx = await StrangerToNginx.StartAsync(fixture);
        var linted = new NginxLinter().Lint(nginx.Configuration, new DiskFiles());
        var wrong = new List<string>();

        foreach (var (method, target) in chance.Requests())
        {
            var asked = new NginxAsked(method, new("http://a.example:8080" + target), 0, IsUndecided: false, null, null);
            var (status, decision) = (await nginx.AskAsync(asked), linted.Why(method, nginx.Here(asked.Url))!);
            if (decision.Access == Access.NotDecided || !Agrees(decision, asked, status))
                wrong.Add($"{asked}: nginx says {status}, and the linter {decision.Access} {decision.Status}: {decision.Sentence}\n  {string.Join("\n  ", decision.Directives.Select(line => line.Text))}");
        }

        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong)}\n{fixture.Text}");
    }

    // What another program answers is not the linter's to say: it is enough that nobody stopped the request before.
    private static bool Agrees(AccessDecision decision, NginxAsked asked, int status)
    {
        if (decision.Access == Access.NotDecided || asked.IsUndecided)
            return decision.Access == Access.NotDecided && asked.IsUndecided;
        var isOpen = decision.Access == Access.Open;
        return decision.Status is { } said ? said == status : isOpen ? status is not (0 or 401 or 403) : decision.Access == Access.Refused && status == 0;
    }
}
