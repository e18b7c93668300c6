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

    /// <summary>Everything that no challenge could say or no client could answer; empty when the options are good.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrEmpty(Realm) || Realm.Any(char.IsControl))
            faults.Add("The realm is empty or has a control character.");
        if (Algorithms.IsDefaultOrEmpty)
            faults.Add("There is no algorithm.");
        else if (Algorithms.Distinct().Count() < Algorithms.Length)
            faults.Add("An algorithm is named twice.");
        if (Qop.IsDefaultOrEmpty)
            faults.Add("There is no qop.");
        else if (Qop.Any(qop => qop is not ("auth" or "auth-int")) || Qop.Distinct(StringComparer.Ordinal).Count() < Qop.Length)
            faults.Add("The qop are not auth, auth-int or both.");
        if (!Domain.IsDefaultOrEmpty && Domain.Any(uri => string.IsNullOrEmpty(uri) || uri.Any(c => c == ' ' || char.IsControl(c))))
            faults.Add("A URI of the domain is empty, or has a blank or a control character.");
        if (Opaque is { } opaque && opaque.Any(char.IsControl))
            faults.Add("The opaque has a control character.");
        if (MaxContent < 1)
            faults.Add("The content that auth-int verifies has no room.");
        return faults;
    }
}
