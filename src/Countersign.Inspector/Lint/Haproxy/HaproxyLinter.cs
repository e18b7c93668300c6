using System.Text.RegularExpressions;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Haproxy.Checks;

namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>HAProxy, as far as authentication goes.</summary>
internal sealed partial class HaproxyLinter : ConfigurationLinter
{
    public override string Kind => "haproxy";

    public override IEnumerable<CheckRow> Rows => HaproxyChecks.All.Select(check => check.Row);

    public override int Recognizes(string file, string text) =>
        Path.GetFileName(file) == "haproxy.cfg" ? 100 : Section().IsMatch(text) && Line().IsMatch(text) ? 85 : 0;

    public override bool Knows(string text) => AnySection().IsMatch(text);

    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var (problems, secrets) = (new ConfigurationProblems(), new ConfigurationSecrets());
        var server = new HaproxyServer(HaproxyReader.Read(files.Read(file) ?? "", file, problems, secrets));
        var findings = server.Judging.By(HaproxyChecks.All, check => check.Judge(server), file, problems);
        return new HaproxyConfiguration(server, file, secrets) { Findings = secrets.Without(findings), Problems = secrets.Without(problems.All) };
    }

    [GeneratedRegex(@"^(frontend|backend|listen|userlist)\s+[\w.-]+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^[ \t]*(global|defaults|frontend|backend|listen|userlist|peers|resolvers|mailers|program|http-errors|ring|cache|fcgi-app|log-forward|crt-store|traces|acme|log-profile)([ \t]+[\w.:-]+)?([ \t]+(from|acme)[^\n]{0,200})?[ \t]*(#.*)?\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnySection();

    [GeneratedRegex(@"^\s+(bind|server|default_backend|http-request|mode\s+(http|tcp)|user\s+\S+\s+(insecure-)?password)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
