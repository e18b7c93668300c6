using System.Runtime.InteropServices;
using Countersign.Client.Failures;

namespace Countersign.Client.Tokens;

/// <summary>A token for a request, and whose next it is; or why there is none.</summary>
/// <param name="Flight">Where the next comes from.</param>
/// <param name="Token">The token.</param>
/// <param name="Failure">Why there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OriginToken(TokenFlight? Flight, AccessToken? Token, Failure? Failure = null)
{
    /// <summary>Whether it allows more than the one before, which was good and did not suffice.</summary>
    public bool IsStepUp { get; init; }

    public static OriginToken None(Failure why) => new(null, null, why);
}
