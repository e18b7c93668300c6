using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class LimitLeavesOpen : ApacheCheck
{
    private static readonly string[] Asked = ["GET", "POST", "PUT", "PATCH", "DELETE", "ANYTHING"];

    public override CheckRow Row { get; } = new(
        "apache/limit-leaves-open",
        Severity.Error,
        "Methods that nobody has to sign in for",
        "What stands in Limit is for the methods it names alone: with any other the server asks for no credentials, and scripts take invented ones like GET.",
        Of("core, Limit"),
        Fault.Origin,
        "Remove Limit around Require. To let preflights through, write LimitExcept OPTIONS.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Rules is { } rules && rules.Leaves.Any(rule => rule is { NeedsUser: true, Methods.IsAll: false })))
        {
            var open = Asked.Where(method => !place.Rules!.IsFor(method)).ToList();

            // Reading is open to all and writing is not: a site that some people write to.
            var isReadingOpen = open.Contains("GET");
            open.Remove("GET");
            if (isReadingOpen && open is [] or ["ANYTHING"])
                continue;
            if (open.Count == 0 || !server.IsBeside && server.Ask(place.Host, place.Answer.Request.Path, open[0]).Decision.Access != Access.Open)
                continue;
            var limit = place.Rules!.Leaves.First(rule => rule is { NeedsUser: true, Methods.IsAll: false }).Directive!;
            var named = open is ["ANYTHING"] ? "a method that it does not name, such as one invented" : string.Join(", ", open.Where(method => method != "ANYTHING"));
            yield return Found($"In {NameOf(place)} a user is required for some methods only: with {named} {(server.IsBeside ? "it" : place.Address)} is open.", [limit.Parent, limit]) with
            {
                Severity = isReadingOpen || open is ["ANYTHING"] ? Severity.Warning : Severity.Error,
            };
        }
    }
}
