using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class MergedOpen : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/merged-open",
        Severity.Error,
        "AuthMerging Or with a place around it that is open to all",
        "AuthMerging Or makes the Require of the folder around it an alternative to one's own.",
        Of("mod_authz_core, AuthMerging"),
        Fault.Origin,
        "Remove AuthMerging, or write AuthMerging And.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place is { IsOpen: true, Rules: not null }))
        {
            if (place.Directives.LastOrDefault(each => ApacheReader.Is(each, "AuthMerging")) is { } merging && ApacheAccess.TextOf(merging).Equals("Or", StringComparison.OrdinalIgnoreCase))
                yield return Found($"{NameOf(place)} requires a user or what is required around it, and that is nothing: {place.Address} is open.", [merging, .. place.Answer.Rules?.Authorization?.Leaves.Select(rule => rule.Directive) ?? []]);
        }
    }
}
