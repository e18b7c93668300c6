using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class PartOfAreaOpen : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/part-of-area-open",
        Severity.Warning,
        "The rest of an area is open",
        "A pattern that ends in $ is for one address alone, and what lies below it is open. Location with a stroke at the end is not for the address without it.",
        Of("core, LocationMatch"),
        Fault.Origin,
        "Write Location without a stroke at the end: it is for the address and for all below it.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer.Decision.Access == Access.Challenged && place.Section is not null))
        {
            if (ApacheSection.Of(place.Section!) is not { Kind: "Location" } section)
                continue;
            var path = place.Answer.Request.Path;
            var other = section.IsRegular ? section.Pattern.EndsWith('$') && !path.Contains('.', StringComparison.Ordinal) ? path.TrimEnd('/') + "/x" : null : path.Length > 1 && section.Pattern.EndsWith('/') ? path.TrimEnd('/') : null;
            if (other is null || section.IsForAddress(other))
                continue;

            // A folder's name without its stroke is redirected to the one with it: only what is sent on is another thing there.
            var answer = server.Ask(place.Host, other);
            if (answer.Decision.Access == Access.Open && (section.IsRegular || answer.Translation.Target is not null))
                yield return Found($"{section.Directive.Text} asks for credentials at {path}, and {other} is open.", [section.Directive, answer.Translation.Target is null ? null : answer.Translation.By]) with { Certainty = Certainty.Likely };
        }
    }
}
