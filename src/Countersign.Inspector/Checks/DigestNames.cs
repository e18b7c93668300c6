using System.Collections.Frozen;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>What is said with Digest: its algorithms (RFC 7616 §6.1), and what a request says.</summary>
internal static class DigestNames
{
    private static readonly FrozenSet<string> Registered = new[] { "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The algorithm in capitals; none means MD5.</summary>
    public static string Algorithm(string? written) => written?.ToUpperInvariant() ?? "MD5";

    /// <summary>Whether the algorithm is registered; none means MD5, which is.</summary>
    public static bool IsRegistered(string? algorithm) => algorithm is null || Registered.Contains(algorithm);

    /// <summary>Whether it is MD5.</summary>
    public static bool IsMd5(string? algorithm) => Algorithm(algorithm) is "MD5" or "MD5-SESS";

    /// <summary>Whether it is one of the strong ones.</summary>
    public static bool IsSha(string? algorithm) => IsRegistered(algorithm) && !IsMd5(algorithm);

    /// <summary>What may be meant by an algorithm that is none, as the end of a sentence.</summary>
    public static string Meant(string algorithm) => algorithm.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "SHA256" => "; it is called SHA-256",
        "SHA512" => "; there is SHA-512-256, which is another one",
        "SHA512256" => "; it is called SHA-512-256",
        _ => "",
    };

    /// <summary>Whether a challenge says that the nonce was too old.</summary>
    public static bool IsStale(Offer offer) => "true".Equals(offer.Find("stale"), StringComparison.OrdinalIgnoreCase);

    /// <summary>The nonce that a request was made with; null for none.</summary>
    public static string? SentNonce(Exchange exchange) =>
        exchange.Request?.Credentials.FirstOrDefault(each => !each.DigestParams.IsEmpty) is { } sent ? Param(sent, "nonce") : null;

    /// <summary>A parameter of Digest credentials; null for none.</summary>
    public static string? Param(PresentedCredentials sent, string name)
    {
        foreach (var each in sent.DigestParams)
        {
            if (each.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return each.Value;
        }

        return null;
    }
}
