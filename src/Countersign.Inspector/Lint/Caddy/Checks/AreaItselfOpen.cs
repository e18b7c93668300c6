using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class AreaItselfOpen : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/area-itself-open",
        Severity.Warning,
        "An area is protected, and its own address is not",
        "/admin/* is for what lies below /admin, and not for /admin: an application that answers there answers everybody.",
        Of("Caddyfile, Path matchers"),
        Fault.Proxy,
        "Match both: @admin path /admin /admin/*.");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        foreach (var (asking, site) in server.Asking)
        {
            foreach (var path in CaddyMatcher.Of(asking).AllPaths.Where(path => path.EndsWith("/*", StringComparison.Ordinal) && path.Length > 2))
            {
                var bare = path[..^2];
                if (!server.Ask(site, bare + "/x").Directives.Contains(asking) || server.Ask(site, bare) is not { Access: Access.Open } open)
                    continue;
                if (open.Directives.LastOrDefault() is { Name: "reverse_proxy" or "php_fastcgi" or "respond" } by)
                    yield return Found($"{asking.Text} asks below {bare}, and {bare} itself is open.", [asking, by]) with { Certainty = Certainty.Likely };
            }
        }
    }
}
