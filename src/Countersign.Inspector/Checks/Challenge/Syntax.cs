using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class Syntax : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/syntax",
        Severity.Error,
        "A challenge that can't be read",
        "What a client can't read it takes for no challenge, or for another one.",
        new("RFC 9110 §11.3"),
        Fault.Origin,
        "Write the scheme, one space, and parameters with commas between them: Scheme name=\"value\", other=\"value\".");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        fault.Kind switch
        {
            "bad-octet-after-scheme" when TextOf(field, fault) == ":" => "A colon stands behind the scheme; only a space may.",
            "bad-octet-after-scheme" => $"'{TextOf(field, fault)}' can't stand in the name of a scheme, nor behind it.",
            "expected-scheme" => $"A scheme or the name of a parameter is expected here, not '{TextOf(field, fault)}'.",
            "malformed-challenge-argument" => $"'{TextOf(field, fault)}' is neither a parameter (name=value) nor a token68.",
            "param-without-scheme" => "A parameter stands where no scheme owns it: the name of the scheme is missing.",
            "param-after-scheme-without-space" => "A comma stands behind the scheme. It ends the challenge, and the parameters behind it belong to nothing.",
            "tab-after-scheme" => "A tab stands behind the scheme; only spaces may.",
            "unterminated-quoted-string" => "A quoted value is never closed.",
            "empty-unquoted-value" => "A parameter has no value; an empty one is written as \"\".",
            "missing-comma" => "What stands here is no parameter of the challenge, and no challenge of its own.",
            _ => $"The challenge can't be read: {fault.Kind}.",
        };
}
