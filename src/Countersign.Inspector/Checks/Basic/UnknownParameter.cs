using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Basic;

internal sealed class UnknownParameter : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "basic/unknown-parameter",
        Severity.Info,
        "Basic with parameters that it does not have",
        "Clients ignore them; whoever put them there expects something of them.",
        new("RFC 7617 §2"),
        Fault.Origin,
        "Leave them out.")
    {
        Remedy = Remedy.Basic,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var basic in view.Offers(exchange, "Basic"))
        {
            var unknown = basic.Params.Select(each => each.Name).Where(name => !name.Equals("realm", StringComparison.OrdinalIgnoreCase) && !name.Equals("charset", StringComparison.OrdinalIgnoreCase)).ToList();
            if (unknown.Count > 0)
                yield return Found($"Basic has no parameter {Names.List(unknown)}; clients ignore it.", basic.At(unknown[0]));
        }
    }
}
