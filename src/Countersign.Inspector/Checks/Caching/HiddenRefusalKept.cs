using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class HiddenRefusalKept : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/hidden-refusal-kept",
        Severity.Warning,
        "A 404 that hides something, and that caches may keep",
        "Unlike 401 and 403, caches may keep 404, 405, 410 and 501 without being told to. Who signs in afterwards is still told that there is nothing.",
        new("RFC 9110 §15.1"),
        Fault.Origin,
        "Send Cache-Control: no-store where such a status stands for a refusal.")
    {
        Remedy = Remedy.NoStore,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 404 or 405 or 410, Request.Method: "GET" or "HEAD", Response: { } response } || Comparisons.LetIn(exchange, view) is not { } other)
            yield break;
        var facts = CacheFacts.Of(exchange);
        if (facts.NoStore || facts.NoCache || facts.IsPrivate || facts.IsKeyed || facts is { Lifetime: { } lifetime } && lifetime <= TimeSpan.Zero || response.Fields.List("Vary").Contains("Cookie", StringComparer.OrdinalIgnoreCase))
            yield break;
        yield return Found($"Without credentials the answer is {exchange.Status}, with them {other.Status}; nothing forbids caches to keep the {exchange.Status}.", Seen.Status(exchange), Seen.Response(exchange, "Cache-Control"), Seen.Status(other)) with { Certainty = Certainty.Likely };
    }
}
