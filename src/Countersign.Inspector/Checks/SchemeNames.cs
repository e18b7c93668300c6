using System.Collections.Frozen;
using Countersign.Inspector.Exchanges;

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

    /// <summary>Whether a mark stands behind the name of a scheme, as in <c>Bearer:</c>.</summary>
    public static bool HasMark(string? scheme) => scheme is [.., ':' or '=' or ',' or ';'];

    /// <summary>The scheme that credentials are to have: their own, put right, or the one that is offered; null where nobody knows.</summary>
    public static string? Wanted(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (presented.Scheme?.TrimEnd(':', '=', ',', ';') is { } scheme)
            return Meant(scheme) ?? scheme;
        var offers = view.Offers(exchange).Where(offer => offer.Field.IsProxy == (presented.Place == CredentialsPlace.ProxyAuthorization)).ToList();
        if (presented.Token is { Shape: TokenShape.Jwt or TokenShape.Jwe } && (offers.Count == 0 || offers.Exists(offer => offer.Is("Bearer"))))
            return "Bearer";
        return offers.Select(offer => offer.Scheme).Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var only] && !only.Equals("Digest", StringComparison.OrdinalIgnoreCase) ? only : null;
    }

    /// <summary>What stands for the credentials of a scheme in a change to a request.</summary>
    public static string Variable(string scheme) => scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? "$CREDENTIALS" : "$TOKEN";

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
