using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class OtherSiteOpen : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/other-site-open",
        Severity.Error,
        "The same application without credentials on another site",
        "What a site asks for counts for it alone. Another one with the same application or files hands them out.",
        Of("Caddyfile, Structure"),
        Fault.Proxy,
        "Ask for credentials there, too, such as by a snippet that both import, or redirect.");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        foreach (var (asking, site) in server.Asking)
        {
            var path = Meant(asking).FirstOrDefault(path => server.Ask(site, path).Directives.Contains(asking));
            var targets = Targets(site);
            if (path is null)
                continue;
            foreach (var other in server.Sites.Where(other => other != site && Targets(other).Intersect(targets, StringComparer.Ordinal).Any()))
            {
                var decision = server.Ask(other, path);
                if (decision.Access != Access.Open || !decision.Directives.Any(each => each.Name is "reverse_proxy" or "php_fastcgi" or "file_server"))
                    continue;
                yield return Found($"{asking.Text} protects {path} on {site.Block.Text} alone: on {other.Block.Text} the same is open.", [asking, .. decision.Directives]);
                break;
            }
        }
    }

    private static IEnumerable<string> Targets(CaddySite site) =>
        site.Block.Descendants().Where(each => each.Name is "reverse_proxy" or "php_fastcgi" or "root").Select(each => $"{each.Name} {string.Join(' ', each.Arguments.Select(argument => argument.Text).Where(text => text != "*" && !text.StartsWith('@')))}");
}
