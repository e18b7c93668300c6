using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class OldName : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/old-name",
        Severity.Info,
        "basicauth is called basic_auth now",
        "Caddy 2.8 and later call it basic_auth, and take the old name with a warning.",
        Of("basic_auth"),
        Fault.Proxy,
        "Write basic_auth, where Caddy is 2.8 or later.");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        var old = server.Asking.Select(each => each.Asking).Where(each => each.Name == "basicauth").Distinct().ToList();
        if (old.Count > 0)
            yield return Found("basicauth is the name of Caddy before 2.8.", old);
    }
}
