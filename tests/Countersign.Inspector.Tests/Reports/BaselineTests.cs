using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Nginx;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Reports;

public sealed class BaselineTests
{
    [Fact]
    public void What_was_accepted_is_known_again_in_another_recording()
    {
        var accepted = Baseline.Read(Baseline.Write(Of("/orders?page=1")), out _)!;

        var left = accepted.Without(Of("/orders?page=2"));

        Assert.Empty(left.Findings);
        Assert.Equal(1, left.Accepted);
    }

    [Fact]
    public void What_was_not_accepted_stays()
    {
        var accepted = Baseline.Read(Baseline.Write(Of("/orders")), out _)!;

        Assert.Equal("challenge/missing", Assert.Single(accepted.Without(Of("/people")).Findings).Check.Id);
    }

    [Fact]
    public void What_was_accepted_of_a_configuration_is_known_again_when_lines_move()
    {
        const string Guarded = "location /a/ { auth_basic \"a\"; }";
        var (before, after) = (Linted($"events {{}}\nhttp {{ server {{ {Guarded} }} }}\n"), Linted($"# more\n\nevents {{}}\nhttp {{ server {{\n{Guarded} location /b/ {{ auth_basic \"b\"; }} }} }}\n"));
        Assert.Equal(2, after.Findings.Count(IsOpen));

        var left = Baseline.Read(Baseline.Write([before]), out _)!.Without(after);

        Assert.Contains("\"b\"", Assert.Single(left.Findings, IsOpen).Message, StringComparison.Ordinal);
        Assert.True(left.Accepted > 0);

        static bool IsOpen(LintFinding finding) => finding.Check.Id == "nginx/basic-without-user-file";
    }

    [Fact]
    public void What_one_line_opens_beyond_what_was_accepted_is_a_finding_anew()
    {
        const string Before = "location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; } location /a/ { auth_basic \"a\"; auth_basic_user_file users; }";
        var accepted = Baseline.Read(Baseline.Write([Linted(Server(Before))]), out _)!;

        Assert.DoesNotContain(accepted.Without(Linted(Server(Before))).Findings, IsOpen);
        var opened = Assert.Single(accepted.Without(Linted(Server($"{Before} location /b/ {{ auth_basic \"b\"; auth_basic_user_file users; }}"))).Findings, IsOpen);
        Assert.EndsWith("So is /b/.php.", opened.Message, StringComparison.Ordinal);

        static string Server(string locations) => $"events {{}}\nhttp {{ server {{ listen 8080; {locations} }} }}\n";
        static bool IsOpen(LintFinding finding) => finding.Check.Id == "nginx/expression-beats-prefix";
    }

    [Fact]
    public void A_line_that_is_none_is_named()
    {
        Assert.Null(Baseline.Read("# a comment\n\nc63a9f543b93ab0a challenge/missing\nchallenge/missing\n", out var problem));
        Assert.Equal(4, problem!.Line);
    }

    [Fact]
    public void A_strangers_address_makes_no_line_of_its_own() =>
        Assert.All(Baseline.Write(Of("/a%0A#b")).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^[0-9a-f]{16} challenge/missing ", line));

    private static Inspection Of(string target) => Inspection.Of(RawHttpReader.Read($"GET {target} HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\n"));

    private static LintedConfiguration Linted(string text)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "nginx.conf"), text);
            return new NginxLinter().Lint("/nginx.conf", new DiskFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
