using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class ReopenedLater : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/reopened-later",
        Severity.Error,
        "A later block that opens what an earlier one protects",
        "Whatever their order in the file, blocks for files come after those for folders and blocks for addresses last, and the last Require wins: a Location for the whole site opens every protected folder.",
        Of("sections, How the sections are merged"),
        Fault.Origin,
        "Remove Require from the later block, or protect the place by a block of the same kind that comes after it.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place is { IsOpen: true, Rules: not null, Answer: { Rules: not null, Walk: not null } } && place.Answer.Rules.Hosts?.SatisfyAny("GET") is null))
        {
            if (place.Answer.Rules!.AuthorizedBy is not { } later || later.Source == place.Section && later.Beside == place.Beside || !Counts(place))
                continue;
            var granting = later.Directives.Where(each => ApacheReader.Is(each, "Require"));
            yield return Found($"{NameOf(place)} requires a user, and {later.Name}, which comes after it, lets in everybody: {place.Address} is open.", [.. granting, .. place.Signs]);
        }
    }

    private static bool Counts(ProtectedPlace place) => place.Answer.Walk!.Layers.Any(layer => place.Section is null ? layer.Beside == place.Beside : layer.Source == place.Section);
}
