using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class RefusedAfterUpload : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/refused-after-upload",
        Severity.Info,
        "All was sent before it was refused",
        "The client sends the content without knowing whether it is let in, and sends it once more afterwards. With Expect: 100-continue the server says no before.",
        new("RFC 9110 §10.1.1"),
        Fault.Client,
        "Answer 401 as soon as the fields are there, without reading the content.")
    {
        CallerFix = "Send Expect: 100-continue, or the credentials with the first request.",
    };

    public override Traits Needs => Traits.Refusal;

    private const int Large = 1024 * 1024;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401 or 407, Request: { Content.Length: >= Large and var length } request } && !request.Fields.Has("Expect"))
            yield return Found($"{length / Large} MiB were sent with a request that was refused.", Seen.Status(exchange)) with { Changes = [new(RequestChangeKind.SetField, "Expect", "100-continue")] };
    }
}
