using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class MixedRules : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/mixed-rules",
        Severity.Warning,
        "Two ways to say who may, in one place",
        "Order, Allow, Deny and Satisfy of httpd 2.2 and Require of 2.4 are judged one after the other, and merged by different rules: few who read it know what comes of it.",
        Of("mod_access_compat"),
        Fault.Origin,
        "Write Require alone: Require all granted, Require all denied, Require ip, Require valid-user.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Rules is not null))
        {
            if (HostRules.Of(place.Directives, server.Reader) is not { } hosts || place.Answer.Rules?.Hosts?.SatisfyAny("GET") is not null && place.IsOpen)
                continue;
            var refused = place.Answer.Decision.Access == Access.Refused ? $": {(server.IsBeside ? "it" : place.Address)} is refused whatever the credentials" : "";
            yield return Found($"{NameOf(place)} requires a user by Require, and has {string.Join(", ", hosts.Directives.Select(each => each.Directive.Name).Distinct(StringComparer.OrdinalIgnoreCase))} beside it{refused}.", [.. hosts.Directives.Select(each => each.Directive), .. place.Rules!.Leaves.Select(rule => rule.Directive)]);
        }
    }
}
