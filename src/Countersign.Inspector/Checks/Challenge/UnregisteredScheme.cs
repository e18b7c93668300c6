using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class UnregisteredScheme : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/unregistered-scheme",
        Severity.Info,
        "A scheme that is not registered",
        "It is allowed, but only clients made for it can answer; browsers and libraries pass it over.",
        new("RFC 9110 §16.4.1"),
        Fault.Nobody,
        "Offer a registered scheme as well, if others are to get in.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        TextOf(field, fault) switch
        {
            var name when name.Equals("NTLM", StringComparison.OrdinalIgnoreCase) => null,
            var name when name.Equals("xBasic", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Basic", StringComparison.OrdinalIgnoreCase) => $"The scheme '{name}' is not registered; it keeps browsers from asking for a password, and scripts answer it as Basic.",
            var name => $"The scheme '{name}' is not registered.",
        };
}
