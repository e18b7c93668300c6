using System.Buffers;
using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>
/// E-mail addresses as rules compare them: the local part letter for letter, the domain without case, and nothing but the plain form
/// (RFC 5321 §4.1.2 without quoted strings and address literals), in which everybody sees the same domain.
/// </summary>
public static class EmailAddress
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;
    private const int MaxLabel = 63;

    private static readonly SearchValues<char> Atoms =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> Labels =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a text is an address in the plain form; what is not is nobody's that a rule could name.</summary>
    public static bool Is(string? address) => TrySplit(address, out _, out _);

    /// <summary>Whether a text is a domain as it stands in addresses: ASCII labels, those of other scripts as <c>xn--</c>, no dot at the end.</summary>
    public static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length is 0 or > MaxDomain)
            return false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-' || label.ContainsAnyExcept(Labels))
                return false;
        }

        return true;
    }

    /// <summary>Whether an address is one of these or of one of these domains.</summary>
    internal static bool IsAmong(string? address, ImmutableArray<string> addresses, ImmutableArray<string> domains)
    {
        if (!TrySplit(address, out var local, out var domain))
            return false;
        foreach (var named in domains)
        {
            if (domain.Equals(named, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        foreach (var named in addresses)
        {
            if (TrySplit(named, out var namedLocal, out var namedDomain)
                && local.SequenceEqual(namedLocal) && domain.Equals(namedDomain, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TrySplit(string? address, out ReadOnlySpan<char> local, out ReadOnlySpan<char> domain)
    {
        local = domain = [];
        var at = address?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at is <= 0 or > MaxLocal)
            return false;
        local = address.AsSpan(0, at);
        domain = address.AsSpan(at + 1);
        return !local.ContainsAnyExcept(Atoms) && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal) && IsDomain(domain);
    }
}
