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

    public override bool Knows(string text) => Known().IsMatch(text);

    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var reader = new CaddyReader(files);
        var server = new CaddyServer(reader.Read(file));
        var findings = server.Judging.By(CaddyChecks.All, check => check.Judge(server), file, reader.Problems);
        return new CaddyConfiguration(server, reader.Files, reader.Secrets) { Findings = reader.Secrets.Without(findings), Problems = reader.Secrets.Without(reader.Problems.All) };
    }

    // A site, a snippet or the settings of all, or a line of one; such a line alone is what other files import.
    [GeneratedRegex(@"^[ \t]*([^#\r\n]{0,400}\{[ \t]*(#.*)?$|(basic_?auth|forward_auth|reverse_proxy|respond|handle(_path|_errors)?|route|file_server|php_fastcgi|redir|rewrite|uri|tls|encode|header|request_header|root|log|templates|try_files|import|abort|error|vars|map|method|bind|push|invoke|intercept|authorize|authenticate|@\w+)([ \t]+[^\s.,;]\S*)*(?<![.,!?])[ \t]*$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();

    [GeneratedRegex(@"^\s*(basic_?auth|forward_auth|handle_path|php_fastcgi)\b[^;]*\{?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Directive();
}
