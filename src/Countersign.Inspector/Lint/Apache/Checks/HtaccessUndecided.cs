using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class HtaccessUndecided : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/htaccess-undecided",
        Severity.Info,
        "An .htaccess counts only where AllowOverride lets it",
        "Under AllowOverride None, which Debian and most others set for all folders, the file is not read, and what it should protect is open.",
        Of("core, AllowOverride"),
        Fault.Nobody,
        "Judge the server's own configuration, which finds its .htaccess files: countersign lint /etc/apache2/apache2.conf.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server) =>
        server.IsBeside && server.Places is [var first, ..] ? [Found("Whether the server reads this file can't be told from it alone.", first.Signs.FirstOrDefault()) with { Certainty = Certainty.NotDecided }] : [];
}
