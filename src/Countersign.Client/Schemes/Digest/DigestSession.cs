using System.Globalization;
using Countersign.Schemes.Digest;

namespace Countersign.Client.Schemes.Digest;

/// <summary>One nonce of a server, and how often it was used.</summary>
internal sealed class DigestSession
{
    private readonly DigestProver _prover;
    private readonly Func<string> _newCnonce;
    private readonly string? _cnonce;
    private long _count;

    private DigestSession(DigestDemand demand, DigestProver prover, string nonce, string qop, Func<string> newCnonce)
    {
        Demand = demand;
        _prover = prover;
        Nonce = nonce;
        Qop = qop;
        _newCnonce = newCnonce;

        // H(A1) of -sess has the cnonce in it: it is one for all requests of the session (RFC 7616 §3.4.2).
        _cnonce = demand.Algorithm!.IsSession ? newCnonce() : null;
    }

    /// <summary>The challenge that began it.</summary>
    public DigestDemand Demand { get; }

    public string Nonce { get; }

    /// <summary>The quality of protection; empty for RFC 2069.</summary>
    public string Qop { get; }

    public bool CoversContent => Qop == "auth-int";

    public static DigestSession Begin(DigestDemand demand, DigestLogin login, string qop, Func<string> newCnonce) =>
        new(demand, new(demand, login), demand.Nonce, qop, newCnonce);

    /// <summary>
    /// Goes on with the nonce that the server wants next. For -sess it begins anew with it: servers keep no session and compute H(A1) of what they are sent.
    /// </summary>
    public DigestSession Next(string nonce) => new(Demand, _prover, nonce, Qop, _newCnonce);

    /// <summary>The parameters of the next request; null when the count is at its end. No count is given twice.</summary>
    public DigestParts? Use(string uri)
    {
        if (Qop.Length == 0)
            return new(uri, Nonce, "", "", "");
        var count = Interlocked.Increment(ref _count);
        return count > uint.MaxValue ? null : new(uri, Nonce, count.ToString("x8", CultureInfo.InvariantCulture), _cnonce ?? _newCnonce(), Qop);
    }

    public string Authorization(string method, in DigestParts parts, ReadOnlySpan<byte> contentHex) => _prover.Authorization(method, parts, contentHex);

    public bool IsProof(string rspauth, in DigestParts parts, ReadOnlySpan<byte> contentHex) => _prover.IsProof(rspauth, parts, contentHex);
}
