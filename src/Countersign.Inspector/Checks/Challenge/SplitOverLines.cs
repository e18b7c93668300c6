using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class SplitOverLines : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/split-over-lines",
        Severity.Warning,
        "A challenge that goes on in the next field line",
        "Joined by commas, the lines mean what was meant; clients that read each line by itself see a broken one.",
        new("RFC 9110 §5.3", "MUST NOT"),
        Fault.Origin,
        "Write each challenge on one line of its own.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view) => view.Recording.Omits(Omissions.FieldLines) ? [] : base.Judge(exchange, view);

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        fault.Kind == "quoted-string-spans-field-lines"
            ? "A quoted value is closed only by the next field line."
            : "This line goes on with the challenge of the line before it.";
}
