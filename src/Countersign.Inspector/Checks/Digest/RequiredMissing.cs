using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class RequiredMissing : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "digest/required-missing",
        Severity.Error,
        "A Digest challenge without realm or nonce",
        "Without both nobody can compute an answer.",
        new("RFC 7616 §3.3"),
        Fault.Origin,
        "Send realm, nonce and qop with every Digest challenge.")
    {
        Remedy = Remedy.Digest,
        Explains = true,
    };

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view)
    {
        var digest = field.Offers.FirstOrDefault(offer => offer.Start == fault.Start);
        return $"Digest is offered without {Names.List(((string[])["realm", "nonce"]).Where(name => digest?.Find(name) is null))}.";
    }
}
