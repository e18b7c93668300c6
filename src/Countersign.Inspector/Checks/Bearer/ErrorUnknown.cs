using System.Collections.Frozen;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ErrorUnknown : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/error-unknown",
        Severity.Warning,
        "An error code that is not registered",
        "Clients act by the code: one that they do not know is a failure like any other.",
        new("RFC 6750 §3.1, §6.2"),
        Fault.Origin,
        "Use invalid_request, invalid_token or insufficient_scope, and say the rest in error_description.")
    {
        Remedy = Remedy.Bearer,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var offer in view.Offers(exchange).Where(offer => offer.Is("Bearer", "DPoP")))
        {
            if (offer.Find("error") is { } code && !Codes.Contains(code))
                yield return Found($"The error code \"{code}\" is none that is registered for resources.", offer.At("error"));
        }
    }

    // The last is Microsoft's, for continuous access evaluation; its clients know it.
    private static readonly FrozenSet<string> Codes = new[]
    {
        "invalid_request", "invalid_token", "insufficient_scope", "use_dpop_nonce", "invalid_dpop_proof", "insufficient_user_authentication", "insufficient_authorization_details", "unsupported_token_type", "invalid_target", "insufficient_claims",
    }.ToFrozenSet(StringComparer.Ordinal);
}
