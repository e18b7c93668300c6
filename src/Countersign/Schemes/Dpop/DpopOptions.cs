using Countersign.Tokens.Dpop;

namespace Countersign.Schemes.Dpop;

/// <summary>The operator's choices for DPoP.</summary>
public sealed record DpopOptions
{
    /// <summary>Names the protection space (RFC 9110 §11.5).</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Whether proofs and tokens are taken over connections without TLS.</summary>
    public bool AllowCleartext { get; init; }

    /// <summary>
    /// Whether proofs need a nonce of this server (RFC 9449 §9): then they can't be made in advance, and the nonce tells their time instead of <c>iat</c>:
    /// the client's clock matters no more, and each is remembered for as long as its nonce lives.
    /// </summary>
    public bool NeedsNonce { get; init; }

    /// <summary>Which proofs are taken.</summary>
    public DpopRules Proofs { get; init; } = new();
}
