using System.Collections.Immutable;

namespace Countersign.Schemes.Digest;

/// <summary>How a Digest scheme asks and what it takes.</summary>
public sealed record DigestOptions
{
    /// <summary>Names the protection space; it is part of every stored hash, so it can't be renamed without new hashes.</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>The algorithms to offer, one challenge each, best first (RFC 7616 §3.7).</summary>
    public ImmutableArray<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256];

    /// <summary>
    /// The qualities of protection to offer: <c>auth</c>, <c>auth-int</c>. auth-int is for the integrity of requests: their content is verified for
    /// every client. Responses are signed (rspauth, as a trailer) only for clients that take trailers, because the digest of a streamed response is
    /// known at its end; the others get no rspauth, never one over something else. With <c>auth</c> every response has one.
    /// </summary>
    public ImmutableArray<string> Qop { get; init; } = ["auth"];

    /// <summary>Whether clients may hash the user name (RFC 7616 §3.4.4).</summary>
    public bool Userhash { get; init; }

    /// <summary>The URIs of the protection space; empty for the whole origin.</summary>
    public ImmutableArray<string> Domain { get; init; } = [];

    /// <summary>Returned by clients as it is; null sends none. Credentials with another one count as made for a foreign nonce; none at all is fine.</summary>
    public string? Opaque { get; init; }

    /// <summary>The largest content that auth-int verifies, in bytes.</summary>
    public int MaxContent { get; init; } = 1 << 20;

    /// <summary>Whether it serves requests that come without TLS: the password is not on the wire.</summary>
    public bool AllowCleartext { get; init; } = true;
}
