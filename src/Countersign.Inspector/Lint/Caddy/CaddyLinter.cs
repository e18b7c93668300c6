using System.Text.RegularExpressions;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Caddy.Checks;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>Caddyfiles, as far as authentication goes.</summary>
internal sealed partial class CaddyLinter : ConfigurationLinter
{
    public override string Kind => "caddy";

    public override IEnumerable<CheckRow> Rows => CaddyChecks.All.Select(check => check.Row);

    public override int Recognizes(string file, string text)
    {
        var name = Path.GetFileName(file);
        return name.StartsWith("Caddyfile", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".caddy", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".caddyfile", StringComparison.OrdinalIgnoreCase) ? 100 : Directive().IsMatch(text) ? 40 : 0;
    }

    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var reader = new CaddyReader(files);
        var server = new CaddyServer(reader.Read(file));
        var findings = server.Judging.By(CaddyChecks.All, check => check.Judge(server), file, reader.Problems);
        return new CaddyConfiguration(server, reader.Files, reader.Secrets) { Findings = reader.Secrets.Without(findings), Problems = reader.Secrets.Without(reader.Problems.All) };
    }

    [GeneratedRegex(@"^\s*(basic_?auth|forward_auth|handle_path|php_fastcgi)\b[^;]*\{?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Directive();
}
