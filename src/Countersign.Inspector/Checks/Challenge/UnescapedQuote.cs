using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class UnescapedQuote : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/unescaped-quote",
        Severity.Error,
        "A quote within a quoted value",
        "The value ends at the first quote that has no backslash before it; what is behind it can't be read. nginx, for one, writes the name of the realm as it was given.",
        new("RFC 9110 §5.6.4"),
        Fault.Origin,
        "Write quotes within a value as \\\", or leave them out.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "The value ends at this quote, and more of it follows.";
}
