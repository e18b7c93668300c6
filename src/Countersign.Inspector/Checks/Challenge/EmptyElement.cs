using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class EmptyElement : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/empty-element",
        Severity.Warning,
        "A comma with nothing beside it",
        "Recipients have to skip empty elements of a list, and some do not.",
        new("RFC 9110 §5.6.1.1", "MUST NOT"),
        Fault.Origin,
        "Write one comma between two elements, none before the first and none behind the last.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view) => view.Recording.Omits(Omissions.FieldLines) ? [] : base.Judge(exchange, view);

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "A comma stands here that separates nothing.";
}
