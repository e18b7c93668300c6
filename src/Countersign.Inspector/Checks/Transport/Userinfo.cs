using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class Userinfo : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/userinfo",
        Severity.Error,
        "A password within an address",
        "Addresses stand in logs, histories and Referer fields, and what stands before the @ may pass for the name of a server.",
        new("RFC 9110 §4.2.4", "MUST NOT"),
        Fault.Client,
        "Write addresses without userinfo.")
    {
        CallerFix = "Send the credentials in Authorization, and leave them out of the address.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // An address in a file of requests is not on the wire yet: clients take the userinfo out.
        if (exchange.Request is { Version: not null } request && IsIn(request.Target))
            yield return Found("The target of the request has userinfo.", Seen.Target(exchange)) with { Changes = [new(RequestChangeKind.SetUrl, "target", Without(request.Target)), Comparisons.Authorization("Basic")] };
        if (exchange.Request?.Fields.First("Referer") is { } referer && IsIn(referer))
            yield return Found("The Referer field has an address with userinfo.", Seen.Request(exchange, "Referer")) with { Changes = [new(RequestChangeKind.RemoveField, "Referer")] };
        if (exchange.Response?.Fields.First("Location") is { } location && IsIn(location))
            yield return Found("The Location field has an address with userinfo: whoever follows it sends what stands there.", Seen.Response(exchange, "Location")) with { Fault = Fault.Origin };
    }

    private static bool IsIn(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length > 0;

    private static string Without(string address) => new UriBuilder(address) { UserName = "", Password = "" }.Uri.AbsoluteUri;
}
