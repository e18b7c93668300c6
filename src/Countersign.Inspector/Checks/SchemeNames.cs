using System.Collections.Frozen;

namespace Countersign.Inspector.Checks;

/// <summary>Names of authentication schemes: those of the registry (RFC 9110 §16.4.1), and what people meant by others.</summary>
internal static class SchemeNames
{
    private static readonly FrozenSet<string> Registered = new[]
    {
        "Basic", "Bearer", "Concealed", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] OftenMisspelt = ["Bearer", "Basic", "Digest", "Negotiate"];

    /// <summary>Whether the scheme is registered.</summary>
    public static bool IsRegistered(string scheme) => Registered.Contains(scheme);

    /// <summary>Whether clients in use know the scheme: NTLM was never registered, and nearly all do.</summary>
    public static bool IsCommon(string scheme) => IsRegistered(scheme) || scheme.Equals("NTLM", StringComparison.OrdinalIgnoreCase);

    /// <summary>The registered scheme that differs by one letter, or by two neighbours that changed places; null for none.</summary>
    public static string? Meant(string scheme) => IsRegistered(scheme) || scheme.Length < 4 ? null : Array.Find(OftenMisspelt, name => IsNear(scheme.ToUpperInvariant(), name.ToUpperInvariant()));

    private static bool IsNear(string one, string other)
    {
        var start = 0;
        while (start < Math.Min(one.Length, other.Length) && one[start] == other[start])
            start++;
        var a = one.AsSpan(start);
        var b = other.AsSpan(start);
        if (a.Length == b.Length)
            return a.Length > 0 && (a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..])));

        // A letter before the name is put there on purpose: xBasic.
        return (a.Length == b.Length + 1 && start > 0 && a[1..].SequenceEqual(b)) || (a.Length + 1 == b.Length && a.SequenceEqual(b[1..]));
    }
}
