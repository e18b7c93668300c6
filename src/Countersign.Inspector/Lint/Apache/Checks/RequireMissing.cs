using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class RequireMissing : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/require-missing",
        Severity.Error,
        "A way to sign in that nobody has to go",
        "AuthType and AuthUserFile only say how people sign in. Without a Require of its own a place has that of the folder around it, and that is mostly `all granted`.",
        Of("mod_authz_core, Require"),
        Fault.Origin,
        "Add Require valid-user beside AuthType.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Rules is null && place.Answer.Rules?.AuthType is { } type && place.Directives.Contains(type)))
        {
            var (access, granting) = (place.Answer.Decision.Access, place.Answer.Rules!.AuthorizedBy);
            if (access == Access.Open && granting is not null)
                yield return Found($"{NameOf(place)} says how to sign in and not who may, so that the rule of {granting.Name} counts, which lets in everybody: {place.Address} is open.", [.. place.Signs, .. place.Answer.Rules.Authorization?.Leaves.Select(rule => rule.Directive) ?? []]);
            else if (access == Access.Failing && granting is null)
                yield return Found($"{NameOf(place)} says how to sign in and not who may, and nothing around it does: {place.Address} is answered 500.", place.Signs) with { Severity = Severity.Warning };
            else if (access == Access.NotDecided && granting is null && !server.IsBeside)
                yield return Found($"{NameOf(place)} says how to sign in and not who may: it is open where the server's other files grant the folder to all.", place.Signs) with { Certainty = Certainty.Likely };
        }
    }
}
