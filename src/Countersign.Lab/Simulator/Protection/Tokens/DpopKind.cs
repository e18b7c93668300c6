using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Schemes.Dpop;

namespace Countersign.Lab.Simulator.Protection.Tokens;

/// <summary>DPoP (RFC 9449).</summary>
/// <param name="place">What the address wants.</param>
internal sealed class DpopKind(TokenPlace place) : TokenKind(place)
{
    public override string Name => "dpop";

    public override string Story => "DPoP with access tokens of the built-in provider that are bound to the client's key (RFC 9449).";

    public override ImmutableArray<SimulatorParameter> Parameters => [.. Common, new("dpop-nonce", "required: proofs need the nonce of an answer before (RFC 9449 §9).")];

    protected override string Scheme => "DPoP";

    public override string? FaultOf(SimulatedRequest request) => base.FaultOf(request) ?? (ValueOf(request, "dpop-nonce") is "" or "required" ? null : "dpop-nonce is required, or not there.");

    public override IAuthScheme Create(SimulatedRequest request) => new DpopScheme(
        Name,
        new() { Realm = ValueOf(request, "realm"), AllowCleartext = true, NeedsNonce = ValueOf(request, "dpop-nonce") == "required" },
        Judge(request),
        request.State.Provider.Proofs,
        request.State.Provider.Nonces,
        request.State.Clock);
}
