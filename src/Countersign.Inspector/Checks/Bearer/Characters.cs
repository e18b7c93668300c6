using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class Characters : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/characters",
        Severity.Warning,
        "Characters that may not stand there",
        "Clients that hold to the grammar refuse the challenge, or read other scopes than were meant.",
        new("RFC 6750 §3", "MUST NOT"),
        Fault.Origin,
        "Write scopes with one space between them, and plain ASCII without quotes and backslashes elsewhere.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        fault.Kind switch
        {
            "bearer-bad-scope-chars" => "The scope is no list of names with one space between them.",
            "bearer-bad-error-uri-chars" => "error_uri holds characters that no address may hold.",
            _ => "error or error_description holds characters that may not stand there: only ASCII may, without quotes and backslashes.",
        };
}
