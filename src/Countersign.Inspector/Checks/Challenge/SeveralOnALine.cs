using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class SeveralOnALine : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/several-on-a-line",
        Severity.Info,
        "Several challenges on one field line",
        "It is allowed, but clients that split at commas see other challenges than were sent.",
        new("RFC 9110 §11.6.1"),
        Fault.Origin,
        "Send each challenge on a field line of its own.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view) => view.Recording.Omits(Omissions.FieldLines) ? [] : base.Judge(exchange, view);

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        UnknownFirst.FollowedByKnown(field) is null ? "Several challenges stand on one field line." : null;
}
