using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class StaleRefusal : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/stale-refusal",
        Severity.Warning,
        "A refusal that caches may show after its time",
        "With stale-while-revalidate the next request gets the old refusal before the server is asked, and with stale-if-error it gets it whenever the server fails: both keep out people who just signed in.",
        new("RFC 5861 §3, §4"),
        Fault.Origin,
        "Send Cache-Control: no-store with refusals; set the directives for what succeeds alone.")
    {
        Remedy = Remedy.NoStore,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Response: not null } || !CacheFacts.IsCacheable(exchange))
            yield break;
        var facts = CacheFacts.Of(exchange);
        if (facts is { Stale: { } stale, IsStorable: true, IsReusable: false, IsKeyed: false })
            yield return Found($"A cache may show this 401 again after it went stale: {stale}.", Seen.Status(exchange), Seen.Response(exchange, "Cache-Control").At(stale));
    }
}
