namespace Countersign.Tokens.Dpop;

/// <summary>
/// A proof that holds for its request. Three questions are still open: is <see cref="Thumbprint"/> the key that the access token is bound to, is
/// <see cref="Nonce"/> a good one where one is wanted, and was <see cref="Id"/> used before.
/// </summary>
/// <param name="Thumbprint">The SHA-256 thumbprint of the key (RFC 7638), as in the access token's <c>cnf.jkt</c>.</param>
/// <param name="Id"><c>jti</c>, 1 to <see cref="DpopProofReader.MaxIdLength"/> characters.</param>
/// <param name="IssuedAt"><c>iat</c>.</param>
/// <param name="ExpiresAt">From this moment on the proof is too old, and the ledger may forget it; null where that is for its nonce to say.</param>
/// <param name="Nonce"><c>nonce</c>, or null when the client had none.</param>
public sealed record DpopProof(string Thumbprint, string Id, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt, string? Nonce);
