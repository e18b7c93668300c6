using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class StatsOpen : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/stats-open",
        Severity.Warning,
        "The page of statistics is open",
        "It shows all servers with their addresses and states, and with stats admin it switches them off.",
        Of("stats auth"),
        Fault.Proxy,
        "Add stats http-request auth unless { http_auth(USERLIST) }, or stats auth, or bind the section to 127.0.0.1.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var section in server.Sections.Where(section => section.Name is "frontend" or "listen" or "backend"))
        {
            var stats = section.Children.Where(each => each.Name == "stats" && !each.Arguments.IsEmpty).ToList();
            var guarded = stats.Exists(each => each.Arguments[0].Text is "auth" or "http-request") || section.Children.Any(each => each.Name == "http-request" && each.Arguments is [{ Text: "auth" or "deny" }, ..]);
            var isInner = section.Children.Where(each => each.Name == "bind").All(each => each.Arguments is [var address, ..] && (address.Text.StartsWith("127.", StringComparison.Ordinal) || address.Text.StartsWith("localhost", StringComparison.Ordinal) || address.Text.StartsWith('/') || address.Text.StartsWith("[::1]", StringComparison.Ordinal)));
            if (!guarded && stats.Find(each => each.Arguments[0].Text is "enable" or "uri") is { } enabled && (section.Name == "backend" || !isInner))
                yield return Found($"{HaproxyServer.NameOf(section)} shows the page of statistics to everybody.", [enabled, .. stats.Where(each => each.Arguments[0].Text == "admin")]);
        }
    }
}
