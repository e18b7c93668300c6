using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class QopUnusable : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/qop-unusable",
        Severity.Error,
        "No usable qop",
        "Clients ignore values of qop that they do not know; browsers know auth alone.",
        new("RFC 7616 §3.3", "MUST"),
        Fault.Origin,
        "Offer qop=\"auth\".")
    {
        Remedy = Remedy.Digest,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var digest in view.Offers(exchange, "Digest"))
        {
            if (digest.Find("qop") is not { } qop)
                continue;
            var values = qop.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (values.Contains("auth", StringComparer.OrdinalIgnoreCase))
                continue;
            yield return values.Contains("auth-int", StringComparer.OrdinalIgnoreCase)
                ? Found("qop offers auth-int alone, which browsers do not know.", digest.At("qop")) with { Severity = Severity.Warning }
                : Found($"qop offers nothing that exists: \"{qop}\".", digest.At("qop"));
        }
    }
}
