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

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    private const int Reach = 20;
    private static readonly string[] Telling = ["X-Served-By", "X-Backend-Server", "X-Backend", "X-Instance-Id", "X-Node", "X-Pod", "X-Upstream", "X-Server", "X-Host"];

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request: { HasCredentials: true } request, Response: { } response } || request.Credentials.Any(each => each.IsRedacted) || response.Fields.Has("Retry-After"))
            yield break;
        if (Near(view.LastTry, exchange) is not { } before || Near(view.NextTry, exchange) is not { } after)
            yield break;
        var (where, shown) = Difference(exchange, before, after);
        yield return Found($"The same credentials got in here before and afterwards{where}.", [Seen.Status(exchange), Seen.Status(before), Seen.Status(after), .. shown]) with { Certainty = Certainty.Likely };
    }

    // The nearest that got in with the same credentials.
    private static Exchange? Near(Func<Exchange, Exchange?> next, Exchange exchange)
    {
        var at = next(exchange);
        for (var step = 0; step < Reach && at is not null; step++)
        {
            if (at.Status is >= 200 and < 300 && IsSame(exchange.Request!, at.Request!))
                return at;
            at = next(at);
        }

        return null;
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
