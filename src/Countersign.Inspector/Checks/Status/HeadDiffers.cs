using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed class HeadDiffers : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/head-differs",
        Severity.Warning,
        "HEAD and GET are guarded differently",
        "HEAD is GET without content. Where one is guarded and the other is not, fields tell strangers what they should not know, or monitors see what nobody else sees.",
        new("RFC 9110 §9.3.2", "SHOULD"),
        Fault.Origin,
        "Guard the resource and not its methods.");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request: { Method: "GET" or "HEAD", Url: { } url } request } || !Comparisons.IsAnonymous(exchange, view))
            yield break;
        var method = request.Method == "GET" ? "HEAD" : "GET";
        if (view.Before(exchange).Concat(view.After(exchange)).FirstOrDefault(other => other.Status is >= 200 and < 300 && other.Request!.Method == method && other.Request.Url == url && Comparisons.IsAnonymous(other, view)) is { } open)
            yield return Found($"Without credentials {request.Method} is answered 401, and {method} {open.Status}.", Seen.Status(exchange), Seen.Status(open)) with { Certainty = Certainty.Likely };
    }
}
