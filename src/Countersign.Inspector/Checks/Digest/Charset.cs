using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class Charset : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/charset",
        Severity.Warning,
        "Digest with a charset other than UTF-8",
        "UTF-8 is the only value there is.",
        new("RFC 7616 §3.3"),
        Fault.Origin,
        "Write charset=UTF-8, or leave it out.")
    {
        Remedy = Remedy.Digest,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var digest in view.Offers(exchange, "Digest"))
        {
            if (digest.Find("charset") is { } charset && !charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
                yield return Found($"Digest is offered with charset={charset}; the only value there is, is UTF-8.", digest.At("charset"));
        }
    }
}
