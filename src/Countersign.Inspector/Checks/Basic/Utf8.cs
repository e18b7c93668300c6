using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Basic;

internal sealed class Utf8 : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "basic/utf-8",
        Severity.Good,
        "Basic says that it reads UTF-8",
        "Letters beyond ASCII in names and passwords arrive as they were meant.",
        new("RFC 7617 §2.1", "MAY"),
        Fault.Nobody,
        "");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (view.Offers(exchange, "Basic").FirstOrDefault(basic => "UTF-8".Equals(basic.Find("charset"), StringComparison.OrdinalIgnoreCase)) is { } basic)
            yield return Found("The Basic challenge says that it reads UTF-8.", basic.At("charset"));
    }
}
