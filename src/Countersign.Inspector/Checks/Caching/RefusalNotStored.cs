using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class RefusalNotStored : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/refusal-not-stored",
        Severity.Good,
        "No cache keeps the refusal",
        "A 401 is kept by no cache on its own account. With no-store none keeps it by mistake or by its settings either.",
        new("RFC 9111 §5.2.2.5", "MUST NOT"),
        Fault.Nobody,
        "Nothing.");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401, Response: not null } && CacheFacts.Of(exchange).NoStore)
            yield return Found("Cache-Control: no-store keeps the 401 out of caches.", Seen.Response(exchange, "Cache-Control").At("no-store"));
    }
}
