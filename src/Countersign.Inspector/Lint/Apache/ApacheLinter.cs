using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Apache.Checks;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>Apache httpd: its configuration with all that it includes and the .htaccess files it reads, or an .htaccess alone.</summary>
internal sealed partial class ApacheLinter : ConfigurationLinter
{
    public override string Kind => "apache";

    public override IEnumerable<CheckRow> Rows => ApacheChecks.All.Select(check => check.Row);

    public override int Recognizes(string file, string text)
    {
        var name = Path.GetFileName(file);
        if (name is ".htaccess" or "httpd.conf" or "apache2.conf")
            return 100;
        if (name.StartsWith(".ht", StringComparison.Ordinal) || !Section().IsMatch(text) && !Directive().IsMatch(text))
            return 0;
        return Section().IsMatch(text) ? 90 : name.EndsWith(".conf", StringComparison.Ordinal) ? 50 : 20;
    }

    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var server = new ApacheServer(file, files);
        var findings = server.Judging.By(ApacheChecks.All, check => check.Judge(server), file, server.Reader.Problems);
        return new ApacheConfiguration(server) { Findings = server.Reader.Secrets.Without(findings), Problems = server.Reader.Secrets.Without(server.Reader.Problems.All) };
    }

    [GeneratedRegex(@"^\s*<(VirtualHost|Directory(Match)?|Location(Match)?|Files(Match)?|IfModule|IfDefine|RequireA(ll|ny)|LimitExcept)\b[^>]*>\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\s*(LoadModule\s+\w+_module|AuthType\s+(Basic|Digest|Form|None)\s*$|Require\s+(all|valid-user|user|group|ip|not)\b|RewriteEngine\s+(On|Off)|ServerRoot\s|IncludeOptional\s)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Directive();
}
