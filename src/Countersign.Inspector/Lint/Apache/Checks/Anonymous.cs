using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class Anonymous : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/anonymous",
        Severity.Warning,
        "Any password gets in under some name",
        "mod_authn_anon takes the names it is given with whatever password; * takes every name.",
        Of("mod_authn_anon, Anonymous"),
        Fault.Origin,
        "Remove anon from AuthBasicProvider, and Anonymous.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer.Decision.Access == Access.Challenged))
        {
            var rules = place.Answer.Rules!;
            if (rules.Last("AuthBasicProvider") is { } provider && rules.Last("Anonymous") is { } names && provider.Arguments.Any(argument => argument.Text.Equals("anon", StringComparison.OrdinalIgnoreCase)))
                yield return Found($"{NameOf(place)} asks for credentials, and takes the name {(names.Arguments.Any(name => name.Text == "*") ? "whoever says it" : ApacheAccess.TextOf(names))} with any password.", [names, provider]);
        }
    }
}
