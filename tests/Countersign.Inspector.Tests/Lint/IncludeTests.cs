using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Lint;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>Files that include themselves, each other, or many others.</summary>
public sealed class IncludeTests
{
    [Theory]
    [InlineData("apache", "Include /c/a\nInclude /c/a\n", 2)]
    [InlineData("apache", "Include /c/../c/a\n<Directory />\nInclude /c/a\n</Directory>\n", 2)]
    [InlineData("nginx", "http { include /c/a; include /c/a; }", 2)]
    [InlineData("caddy", "a.example {\nimport /c/a\nimport /c/a\n}\n", 2)]
    [InlineData("caddy", "(s) {\nimport s\nimport s\n}\na.example {\nimport s\n}\n", 2)]
    public void What_includes_itself_is_told_once_where_it_does(string kind, string text, int times)
    {
        var problems = Problems(kind, new() { ["/c/a"] = text });

        Assert.Equal(times, problems.Length);
        Assert.All(problems, each => Assert.EndsWith("includes itself", each.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apache", "Include /c/b", "Include /c/a")]
    [InlineData("nginx", "include /c/b;", "include /c/a;")]
    [InlineData("caddy", "import /c/b", "import /c/a")]
    public void What_includes_each_other_is_told_once(string kind, string first, string second)
    {
        var problem = Assert.Single(Problems(kind, new() { ["/c/a"] = first + "\n" + first, ["/c/b"] = second }));

        Assert.Equal("/c/a includes itself", problem.Message);
    }

    [Theory]
    [InlineData("apache", "Include /c/")]
    [InlineData("nginx", "include /c/")]
    [InlineData("caddy", "import /c/")]
    public void What_doubles_with_each_file_is_bounded_and_told(string kind, string include)
    {
        var end = kind == "nginx" ? ";\n" : "\n";
        var files = Enumerable.Range(0, 15).ToDictionary(number => number == 0 ? "/c/a" : $"/c/{number}", number => string.Concat(Enumerable.Repeat(include + (number + 1) + end, 4)), StringComparer.Ordinal);
        files["/c/15"] = "";

        Assert.Contains(Problems(kind, files), each => each.Message.EndsWith("files are included: the rest is not read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apache", "ServerName a\n", "more than 100,000 directives: the rest is not read")]
    [InlineData("nginx", "worker_processes 1;\n", "more than 100,000 directives: the rest is not read")]
    [InlineData("caddy", "a.example\n", "more than 100,000 lines: the rest is not read")]
    [InlineData("caddy", "a.example,\n", "more than 100,000 lines: the rest is not read")]
    [InlineData("haproxy", "global\n", "more than 100,000 lines: the rest is not read")]
    public void Directives_without_an_end_are_told(string kind, string line, string told)
    {
        var problems = Problems(kind, new() { ["/c/a"] = string.Concat(Enumerable.Repeat(line, 200_000)) });

        Assert.Equal(told, Assert.Single(problems).Message);
    }

    [Theory]
    [InlineData("apache", "</x>\n")]
    [InlineData("nginx", ";\n")]
    [InlineData("caddy", "}\n")]
    [InlineData("haproxy", "x\n")]
    public void Problems_without_an_end_are_told_in_part(string kind, string line)
    {
        var problems = Problems(kind, new() { ["/c/a"] = string.Concat(Enumerable.Repeat(line, 50_000)) });

        Assert.Equal(101, problems.Length);
        Assert.Equal("more than 100 problems: the others are not told", problems[^1].Message);
    }

    [Theory]
    [InlineData("apache", "", "<Location /p{0}/>\nAuthType Basic\nAuthUserFile /x\nRequire valid-user\n</Location>\n")]
    [InlineData("caddy", "a.example {\n", "handle /p{0}/* {\nbasic_auth {\nu x\n}\nreverse_proxy b\n}\n")]
    [InlineData("haproxy", "frontend f\n bind :80\n", " acl p{0} path_beg /p{0}/\n http-request auth if p{0} !{ http_auth(u) }\n")]
    [InlineData("nginx", "server {\n", "location /p{0} { auth_basic x; auth_basic_user_file u; }\nlocation ~ \\.p{0}$ { proxy_pass http://b; }\n")]
    public void Where_there_is_too_much_to_judge_it_is_said(string kind, string beginning, string repeated)
    {
        var text = beginning + string.Concat(Enumerable.Range(0, 8000).Select(number => repeated.Replace("{0}", $"{number}", StringComparison.Ordinal))) + (beginning.EndsWith("{\n", StringComparison.Ordinal) ? "}\n" : "");

        Assert.Contains(Problems(kind, new() { ["/c/a"] = text }), each => each.Message.StartsWith("there is too much in it to judge it to the end", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_not_judged_to_the_end_is_not_said_to_be_without_fault()
    {
        var linted = LintCatalogue.All.Single(linter => linter.Kind == "nginx").Lint("/c/a", new Files(new() { ["/c/a"] = "http { server { listen 80; } }" }));

        Assert.StartsWith("Nothing to object to", LintVerdict.Of([linted]), StringComparison.Ordinal);
        Assert.StartsWith("There is too much in it", LintVerdict.Of([linted with { Problems = [("/c/a", new(1, 0, Judging.TooMuch))] }]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_included_twice_in_turn_is_no_cycle()
    {
        Assert.Empty(Problems("nginx", new() { ["/c/a"] = "http { server { include /c/b; } server { include /c/b; } }", ["/c/b"] = "listen 80;" }));
        Assert.Empty(Problems("apache", new() { ["/c/a"] = "Include /c/b\nInclude /c/b", ["/c/b"] = "ServerName a" }));
        Assert.Empty(Problems("caddy", new() { ["/c/a"] = "a.example {\nimport /c/b\n}\nb.example {\nimport /c/b\n}", ["/c/b"] = "respond 204" }));
    }

    private static ImmutableArray<ReadingProblem> Problems(string kind, Dictionary<string, string> texts) =>
        [.. LintCatalogue.All.Single(linter => linter.Kind == kind).Lint("/c/a", new Files(texts)).Problems.Select(each => each.Problem)];

    private sealed class Files(Dictionary<string, string> texts) : IConfigurationFiles
    {
        public string? Read(string path) => texts.GetValueOrDefault(Path.GetFullPath(path));

        public bool? Exists(string path) => texts.ContainsKey(Path.GetFullPath(path));

        public ImmutableArray<string> Match(string pattern) => Exists(pattern) == true ? [pattern] : [];
    }
}
