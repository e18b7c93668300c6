using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class ProxiedPastRules : ApacheCheck
{
    private static readonly string[] Names = ["", "index.php", "x.php"];

    public override CheckRow Row { get; } = new(
        "apache/proxied-past-rules",
        Severity.Error,
        "What is sent on goes past the rules of its folder",
        "What ProxyPass, ProxyPassMatch or a rule with [P] sends on never comes to a file: Directory, Files and .htaccess do not count for it.",
        Of("mod_proxy, ProxyPassMatch"),
        Fault.Origin,
        "Protect the address by Location, or hand scripts on by SetHandler within FilesMatch.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer.Walk is not null && (place.Beside is not null || place.Section?.Name.StartsWith("<Directory", StringComparison.OrdinalIgnoreCase) == true)))
        {
            foreach (var name in Names)
            {
                var answer = server.Ask(place.Host, place.Answer.Request.Path + name);
                if (answer.Translation is not { Target: not null, By: { } by } || answer.Decision.Access != Access.Open)
                    continue;
                yield return Found($"{NameOf(place)} requires a user, and {place.Address}{name} is sent on by {by.Text}, for which only Location counts: it is open.", [by, .. place.Signs]);
                break;
            }
        }
    }
}
