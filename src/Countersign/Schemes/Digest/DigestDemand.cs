using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>A Digest challenge as the client's side reads it (RFC 7616 §3.3): tolerant of quotes, letter case and blanks, strict about what is missing.</summary>
public sealed class DigestDemand
{
    /// <summary>The longest value that is taken, in characters. No server needs more; it bounds what a peer can make a client keep and hash.</summary>
    public const int MaxLength = 8 * 1024;

    private DigestDemand()
    {
    }

    /// <summary>Names the protection space.</summary>
    public required string Realm { get; init; }

    /// <summary>The server's nonce.</summary>
    public required string Nonce { get; init; }

    /// <summary>What the server wants back as it is; null where there is none, which is not the same as an empty one.</summary>
    public string? Opaque { get; private init; }

    /// <summary>The algorithm, MD5 where none is named; null when it is unknown.</summary>
    public DigestAlgorithm? Algorithm { get; private init; }

    /// <summary>The algorithm as the server spells it; null where it names none.</summary>
    public string? AlgorithmText { get; private init; }

    /// <summary>Whether there is a list of qualities of protection; without one the server is of RFC 2069.</summary>
    public bool HasQop { get; private init; }

    /// <summary>Whether <c>auth</c> is offered.</summary>
    public bool OffersAuth { get; private init; }

    /// <summary>Whether <c>auth-int</c> is offered, which covers the content.</summary>
    public bool OffersAuthInt { get; private init; }

    /// <summary>Whether the name is sent as a hash (RFC 7616 §3.4.4).</summary>
    public bool Userhash { get; private init; }

    /// <summary>Whether name and password are hashed in UTF-8 for certain (RFC 7616 §4).</summary>
    public bool IsUtf8 { get; private init; }

    /// <summary>Whether credentials were refused for their nonce alone.</summary>
    public bool IsStale { get; private init; }

    /// <summary>The URIs of the protection space as they stand; empty for the whole origin.</summary>
    public ImmutableArray<string> Domain { get; private init; } = [];

    /// <summary>Reads a challenge; null with a fault, which holds nothing of the values, when it can't be answered whatever one allows.</summary>
    public static DigestDemand? Read(Challenge challenge, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        fault = FaultOf(challenge);
        if (fault is not null)
            return null;

        var algorithm = challenge.Find("algorithm");
        var qop = challenge.Find("qop").AsSpan().Trim();
        var (offersAuth, offersAuthInt) = (false, false);
        foreach (var range in qop.Split(','))
        {
            var value = qop[range].Trim();
            offersAuth |= value.Equals("auth", StringComparison.OrdinalIgnoreCase);
            offersAuthInt |= value.Equals("auth-int", StringComparison.OrdinalIgnoreCase);
        }

        return new()
        {
            Realm = challenge.Realm!,
            Nonce = challenge.Find("nonce")!,
            Opaque = challenge.Find("opaque"),
            Algorithm = DigestAlgorithm.Find(algorithm?.Trim() ?? "MD5"),
            AlgorithmText = algorithm?.Trim(),
            HasQop = !qop.IsEmpty,
            OffersAuth = offersAuth,
            OffersAuthInt = offersAuthInt,
            Userhash = IsWord(challenge, "userhash", "true"),
            IsUtf8 = IsWord(challenge, "charset", "UTF-8"),
            IsStale = IsWord(challenge, "stale", "true"),
            Domain = [.. (challenge.Find("domain") ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)],
        };
    }

    private static bool IsWord(Challenge challenge, string name, string word) => challenge.Find(name).AsSpan().Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    private static string? FaultOf(Challenge challenge)
    {
        if (challenge.Realm is null)
            return "The Digest challenge has no realm.";
        if (challenge.Find("nonce") is not { Length: > 0 } nonce)
            return "The Digest challenge has no nonce.";
        if (nonce.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return "The nonce of the Digest challenge has characters that no nonce has.";
        foreach (ref readonly var parameter in challenge.Params.AsSpan())
        {
            if (parameter.Value.Length > MaxLength)
                return $"A value of the Digest challenge has more than {MaxLength} characters.";
            foreach (var c in parameter.Value)
            {
                if (!WireChars.IsText(c))
                    return "A value of the Digest challenge has control characters.";
            }
        }

        return null;
    }
}
