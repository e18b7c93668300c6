using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class GrantedBesideUser : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/granted-beside-user",
        Severity.Error,
        "A user is required, or nothing at all",
        "Several Require in one place are alternatives: one that everybody fulfils makes the others void.",
        Of("mod_authz_core, RequireAny"),
        Fault.Origin,
        "Remove the Require that everybody fulfils, or put both into RequireAll.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place is { IsOpen: true, Rules: not null } && place.Answer.Rules?.Hosts?.SatisfyAny("GET") is null))
        {
            var own = place.Rules!.Leaves.Where(rule => rule is { NeedsUser: false, IsNegated: false } && AuthorizationWords.IsForAll(rule.Words) && rule.IsFor("GET")).Select(rule => rule.Directive).ToList();
            if (own.Count > 0)
                yield return Found($"{NameOf(place)} requires a user or what everybody fulfils ({own[0]!.Text}): {(server.IsBeside ? "it" : place.Address)} is open.", [.. own, .. place.Rules.Leaves.Where(rule => rule.NeedsUser).Select(rule => rule.Directive)]);
        }
    }
}
