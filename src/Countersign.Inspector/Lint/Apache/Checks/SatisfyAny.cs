using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class SatisfyAny : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/satisfy-any",
        Severity.Error,
        "Satisfy Any, and every address will do",
        "Satisfy Any lets in whoever signs in or comes from an allowed address. Without a Deny every address is allowed.",
        Of("mod_access_compat, Satisfy"),
        Fault.Origin,
        "Remove Satisfy, and say who may by Require alone; for addresses without credentials write Require ip beside Require valid-user.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.IsOpen))
        {
            if (place.Answer.Rules is { Hosts: { } hosts } rules && hosts.SatisfyAny("GET") is { } any)
                yield return Found($"{NameOf(place)} requires a user, and {any.Text} lets in every address that is not denied: {(server.IsBeside ? "it" : place.Address)} is open.", [any, .. hosts.Directives.Select(each => each.Directive), .. place.Signs]);
        }
    }
}
