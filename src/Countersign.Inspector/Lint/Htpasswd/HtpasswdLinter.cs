using System.Collections.Immutable;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Htpasswd.Checks;

namespace Countersign.Inspector.Lint.Htpasswd;

/// <summary>Files of users as htpasswd and htdigest write them. No hash is ever shown.</summary>
internal sealed class HtpasswdLinter : ConfigurationLinter
{
    public override string Kind => "htpasswd";

    public override IEnumerable<CheckRow> Rows => HtpasswdChecks.All.Select(check => check.Row);

    public override int Recognizes(string file, string text)
    {
        var name = Path.GetFileName(file);
        if (name.Contains("htpasswd", StringComparison.OrdinalIgnoreCase) || name.Contains("htdigest", StringComparison.OrdinalIgnoreCase))
            return 100;
        var lines = Lines(text, file);
        return lines.Length > 0 && lines.All(line => line.Hash is { Kind: not (HashKind.Plain or HashKind.Nothing or HashKind.Broken) } && !line.User.Contains(' ', StringComparison.Ordinal)) ? 95 : 0;
    }

    // A line that is none of a user is told by a check.
    public override bool Knows(string text) => true;

    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var lines = Lines(files.Read(file) ?? "", file);
        var kind = lines.Any(line => line.Realm is not null) ? "htdigest" : Kind;
        return new HtpasswdConfiguration(kind, file) { Findings = [.. HtpasswdChecks.All.SelectMany(check => check.Judge(lines)).OrderByDescending(finding => finding.Severity)] };
    }

    private static ImmutableArray<UserLine> Lines(string text, string file) =>
        [.. text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#').Select(line => UserLine.Of(line.Text, file, line.Number))];
}
