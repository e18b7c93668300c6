using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class UnquotedValue : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/unquoted-value",
        Severity.Error,
        "A value that needs quotes has none",
        "Without quotes a value ends at the first character that no name may have: a space, a slash, a colon.",
        new("RFC 9110 §11.2, §5.6.2"),
        Fault.Origin,
        "Put the value into double quotes: name=\"value\".");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            // The rest of qop is digest/quoting's.
            if (field.RestOfList is { } list && !list.Groups["qop"].Success)
                yield return Found($"The value of {list.Groups["name"].Value} ends at its comma, for there are no quotes around it: '{list.Groups["rest"].Value}' reads like another scheme.", field.At(list.Index, list.Length)) with { Certainty = Certainty.Likely };
        }

        foreach (var finding in base.Judge(exchange, view))
            yield return finding;
    }

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        fault.Start < field.Value.Length && field.Outline.AsSpan(0, fault.Start).Count('\'') is > 0
            ? "The value stands in single quotes. Those are letters like others: it ends at the space. Only double quotes hold it together."
            : $"The value has no quotes and ends before '{field.Value[fault.Start]}', which can't stand in one without them.";
}
