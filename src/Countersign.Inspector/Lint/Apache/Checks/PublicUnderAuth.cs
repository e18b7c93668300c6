using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class PublicUnderAuth : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/public-under-auth",
        Severity.Warning,
        PublicAddresses.Title,
        PublicAddresses.Why,
        Of("mod_authz_core, Require"),
        Fault.Origin,
        "Leave it open: Require all granted in a section of its own, such as <Files \"robots.txt\">.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var host in server.IsBeside ? [] : server.Answering)
        {
            if (server.Ask(host, "/").Decision.Access != Access.Open)
                continue;
            var asked = PublicAddresses.All.Concat(PublicAddresses.Kinds).Select(path => (Path: path, server.Ask(host, path).Decision))
                .Where(each => each.Decision.Access == Access.Challenged && (!PublicAddresses.Kinds.Contains(each.Path) || each.Decision.Directives.Any(IsForAKind)))
                .ToList();
            if (asked.Count > 0)
                yield return Found(PublicAddresses.Sentence(asked.ConvertAll(each => each.Path)), asked.SelectMany(each => each.Decision.Directives).Distinct());
        }
    }

    private static bool IsForAKind(Directive directive) => directive.Lineage().Any(block => block.Name.StartsWith("<Files", StringComparison.OrdinalIgnoreCase));
}
