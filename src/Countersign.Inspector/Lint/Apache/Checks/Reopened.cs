using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class Reopened : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/reopened",
        Severity.Info,
        "An open place within a protected one",
        "It is open whatever the blocks around it require. Often that is meant so; here is which.",
        Of("sections, How the sections are merged"),
        Fault.Nobody,
        "See that nothing lies there that should be protected.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        var seen = new HashSet<Directive>();
        foreach (var host in server.IsBeside ? [] : server.Answering)
        {
            foreach (var section in host.Sections.Where(section => section is { IsRegular: false, Kind: not "Proxy" } && !ApachePatterns.HasWildcard(section.Pattern) && section.Pattern.Length > 1))
            {
                if (AuthorizationRule.Of(section.Directive.Children, server.Reader) is not { } rules || rules.Leaves.Any(rule => rule.NeedsUser) || !rules.Leaves.Any(rule => AuthorizationWords.IsForAll(rule.Words)))
                    continue;
                var path = section.Kind switch { "Location" => section.Pattern, "Directory" => ApacheTranslation.AddressesOf(host, section.Pattern).FirstOrDefault(), _ => null };
                if (path is null || server.Ask(host, path) is not { Decision.Access: Access.Open or Access.Redirected, Walk: { } walk } answer || answer.Rules?.AuthorizedBy?.Source != section.Directive)
                    continue;
                var before = new ApacheAccess(server, walk.Layers.Where(layer => layer.Source != section.Directive)).Decide(answer.Request);
                if (before.Access == Access.Challenged && seen.Add(section.Directive))
                    yield return Found($"{section.Directive.Text} is open to all, within what asks for credentials.", [.. rules.Leaves.Select(rule => rule.Directive), .. before.By]);
            }
        }
    }
}
