using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>Whatever server's it is: what looks like a secret in a line, or stands behind a name that announces one, is shown nowhere.</summary>
public sealed class DirectiveSecrecyTests
{
    [Theory]
    [InlineData("forward_auth", "http://joe:planted-4711@auth:80")]
    [InlineData("Redirect", "https://x.example.org/?api_key=planted-4711")]
    [InlineData("return", "https://x.example.org/?pw=planted-4711")]
    [InlineData("proxy_pass", "http://planted-4711@backend/")]
    public void No_line_gives_it_away(string name, string argument)
    {
        var directive = new Directive(name, [new(argument, 1)], new("file", 1, 1), null);
        var written = new Directive(name, [], new("file", 1, 1), null) { Text = $"{name} {argument}" };

        Assert.DoesNotContain("planted", directive.Text + written.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_sentence_repeats_who_asks_whom()
    {
        var row = new CheckRow("caddy/test", Severity.Warning, "A title", "A why.", Requirement.Practice, Fault.Origin, "");

        Assert.DoesNotContain("planted", new LintFinding(row, "It goes to http://joe:planted-4711@auth:80.").Message + new AccessDecision(Access.Open, "By http://joe:planted-4711@auth:80.").Sentence, StringComparison.Ordinal);
    }
}
