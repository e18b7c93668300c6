using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class NodesDiffer : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/nodes-differ",
        Severity.Warning,
        "The same request gets in and does not",
        "Several machines answer at this address, and not all of them know these credentials: another key, another clock, a session that only one of them keeps.",
        Requirement.Practice,
        Fault.Origin,
        "Compare keys, clocks and session stores of all machines behind the address.");

    private const int Reach = 50;
    private static readonly string[] Telling = ["X-Served-By", "X-Backend-Server", "X-Backend", "X-Instance-Id", "X-Node", "X-Pod", "X-Upstream", "X-Server", "X-Host"];

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request: { HasCredentials: true } request, Response: { } response } || request.Credentials.Any(each => each.IsRedacted) || response.Fields.Has("Retry-After"))
            yield break;
        var (tries, before, after) = (view.Tries(exchange), (Exchange?)null, (Exchange?)null);
        foreach (var other in tries)
        {
            if (Math.Abs(other.Index - exchange.Index) > Reach || other.Status is not (>= 200 and < 300) || !IsSame(request, other.Request!))
                continue;
            if (other.Index < exchange.Index)
                before = other;
            else
                after ??= other;
        }

        if (before is null || after is null)
            yield break;
        var (where, shown) = Difference(exchange, before, after);
        yield return Found($"The same credentials got in here before and afterwards{where}.", [Seen.Status(exchange), Seen.Status(before), Seen.Status(after), .. shown]) with { Certainty = Certainty.Likely };
    }

    private static bool IsSame(RecordedRequest one, RecordedRequest other) =>
        one.Credentials.Length == other.Credentials.Length && one.Credentials.Zip(other.Credentials).All(pair => pair.First.Mark == pair.Second.Mark && pair.First.Place == pair.Second.Place);

    private static (string Words, Evidence[] Shown) Difference(Exchange refused, Exchange before, Exchange after)
    {
        foreach (var name in Telling)
        {
            if (refused.Response!.Fields.First(name) is { } node && before.Response!.Fields.First(name) is { } one && after.Response!.Fields.First(name) is { } other && node != one && node != other)
                return ($"; the refusal comes from another machine ({name})", [Seen.Response(refused, name), Seen.Response(before, name)]);
        }

        return refused.Peer is { } peer && before.Peer is { } there && after.Peer is { } then && peer != there && peer != then ? ($"; the refusal comes from {peer}, the others from {(there == then ? there : $"{there} and {then}")}", []) : ("", []);
    }
}
