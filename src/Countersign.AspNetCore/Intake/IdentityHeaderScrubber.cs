using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Intake;

/// <summary>
/// Takes away every field by which a client could pretend to have been recognised, however it is spelled: upstreams fold
/// <c>-</c>, <c>_</c>, <c>.</c> and case (CGI, PHP, WSGI), so names are compared by their letters and digits alone. For the same reason
/// the fields that carry credentials or that rules match by come in no other spelling than their own.
/// </summary>
public sealed class IdentityHeaderScrubber
{
    private const int LongestName = 128;
    private const int Ranks = 36;

    private static readonly string[] WellKnown =
    [
        "X-Forwarded-User", "X-Forwarded-Groups", "X-Forwarded-Email", "X-Forwarded-Preferred-Username", "X-Forwarded-Access-Token",
        "X-Forwarded-Name", "X-Forwarded-Roles", "X-User", "X-Username", "X-User-Name", "X-User-Id", "X-Email", "X-Groups",
        "X-Webauth-User", "X-Proxy-User", "X-Scopes", "X-Forwarded-Scopes", "X-Role", "X-Roles",
        "Countersign-Assertion", "X-JWT-Assertion", "X-Forwarded-Client-Cert",
        "X-Auth-User", "X-Auth-Email", "X-Auth-Roles", "X-User-Email", "X-Forwarded-Group",
        "X-Goog-IAP-JWT-Assertion", "X-Credential-Identifier", "X-Anonymous-Consumer", // of Google and Kong

        // Not identity, but the same trick: another transport or client than ours told in fields that we do not write anew.
        "X-Forwarded-Ssl", "X-Forwarded-Scheme", "X-Forwarded-Protocol", "X-URL-Scheme", "Front-End-Https",
        "X-Client-IP", "True-Client-IP", "X-Cluster-Client-IP", "CF-Connecting-IP",

        // And another method or address than the one that was judged.
        "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-Method", "X-Forwarded-Method",
        "X-Original-URL", "X-Original-URI", "X-Rewrite-URL", "X-Forwarded-URI", "X-Forwarded-Prefix", "X-Forwarded-Path",
        "X-Original-Host", "X-Host", "X-HTTP-Host-Override", "X-Forwarded-Server",

        // And httpoxy: CGI makes an outbound proxy of it.
        "Proxy",
    ];

    private static readonly string[] WellKnownFamilies =
    [
        "Remote-", "X-Remote-", "X-Auth-Request-", "X-Authenticated-", "X-Authentik-", "X-Countersign-", "X-Pomerium-", "X-SSL-Client-", "SSL-Client-",
        "Cf-Access-", "OIDC-", "X-Vouch-", "X-MS-Client-Principal", "X-Goog-Authenticated-User-", "X-Amzn-Oidc-", "X-Consumer-", "Tailscale-User-",
        "Impersonate-", // Kubernetes
        "Client-Cert", "X-Client-Cert", // RFC 9440: Client-Cert and Client-Cert-Chain
    ];

    // The gateway reads these by their exact spelling, then rewrites or removes them; an alias is nobody's.
    private static readonly string[] ReadExactly =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-IP",
        "Authorization", "Proxy-Authorization",
    ];

    /// <summary>The fields by which clients are known to pretend; their families not among them.</summary>
    internal static IReadOnlyList<string> WellKnownNames => WellKnown;

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _aliased;
    private readonly string[] _families;
    private readonly bool[] _beginnings = new bool[Ranks * Ranks];

    /// <summary>Protects the well-known identity fields and the given ones.</summary>
    /// <param name="names">The names of the fields that carry identity to upstreams.</param>
    /// <param name="credentials">The names of the fields that carry credentials in: their aliases are taken, the fields themselves are left for the gate.</param>
    /// <param name="matched">The names of the fields that rules match by: the same, but identity stays identity.</param>
    public IdentityHeaderScrubber(IEnumerable<string> names, IEnumerable<string> credentials, IEnumerable<string> matched)
    {
        var folded = WellKnown.Concat(names).Select(Fold).Where(name => name.Length > 0).ToFrozenSet(StringComparer.Ordinal);
        _names = folded.GetAlternateLookup<ReadOnlySpan<char>>();
        _families = [.. WellKnownFamilies.Select(Fold)];
        var aliased = ReadExactly.Concat(credentials).Concat(matched.Where(name => !IsIdentity(Fold(name)))).GroupBy(Fold, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), StringComparer.Ordinal);
        _aliased = aliased.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var name in folded.Concat(aliased.Keys).Concat(_families).Where(name => name.Length > 1))
            _beginnings[(Rank(name[0]) * Ranks) + Rank(name[1])] = true;
    }

    /// <summary>Whether a field of this name would be taken away.</summary>
    public bool IsProtected(string name)
    {
        // Most names fall out here: nothing protected begins like Accept, Cookie or Host.
        if (name.Length > 1 && Rank(name[0]) is >= 0 and var first && Rank(name[1]) is >= 0 and var second && !_beginnings[(first * Ranks) + second])
            return false;

        Span<char> buffer = stackalloc char[LongestName];
        if (name.Length > LongestName)
            buffer = new char[name.Length];
        var folded = buffer[..FoldInto(name, buffer)];
        if (_aliased.TryGetValue(folded, out var exact))
            return !exact.Contains(name, StringComparer.OrdinalIgnoreCase);
        return IsIdentity(folded);
    }

    /// <summary>
    /// Takes the protected fields, and those that Connection lists, from a request's fields. To be called before identity is set:
    /// what Connection names can't be ours then (RFC 9110 §7.6.1).
    /// </summary>
    public void Scrub(IHeaderDictionary fields)
    {
        var connection = fields.Connection;
        if (connection.Count > 0)
            DropListed(fields, connection);

        List<string>? doomed = null;
        foreach (var (name, _) in fields)
        {
            if (IsProtected(name))
                (doomed ??= []).Add(name);
        }

        if (doomed is null)
            return;
        foreach (var name in doomed)
            fields.Remove(name);
    }

    /// <summary>A name without anything but its letters and digits, in lower case.</summary>
    internal static string Fold(string name)
    {
        var buffer = new char[name.Length];
        return new string(buffer, 0, FoldInto(name, buffer));
    }

    private bool IsIdentity(ReadOnlySpan<char> folded)
    {
        if (_names.Contains(folded))
            return true;
        foreach (var family in _families)
        {
            if (folded.StartsWith(family, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>Where a letter or digit stands among them, whatever its case; -1 for everything else.</summary>
    private static int Rank(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => -1,
    };

    private static int FoldInto(ReadOnlySpan<char> name, Span<char> folded)
    {
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                folded[length++] = char.ToLowerInvariant(c);
        }

        return length;
    }

    private static void DropListed(IHeaderDictionary fields, StringValues connection)
    {
        if (connection.Count == 1 && connection[0] is "keep-alive" or "Keep-Alive" or "close" or "Upgrade" or "upgrade")
            return;

        var kept = new List<string>();
        foreach (var option in ConnectionOptions.Of(connection))
        {
            if (ConnectionOptions.IsOfConnection(option))
                kept.Add(option);
            else if (!ConnectionOptions.IsFraming(option))
                fields.Remove(option);
        }

        if (kept.Count == 0)
            fields.Remove("Connection");
        else
            fields.Connection = string.Join(", ", kept);
    }
}
