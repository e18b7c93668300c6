using System.Buffers;

namespace Countersign.Tokens.Keys;

/// <summary>did:web: an issuer whose keys are in a document at the host that its name says.</summary>
public static class DidWeb
{
    private const string Prefix = "did:web:";

    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_%:");

    /// <summary>
    /// Where the document of a DID is: <c>did:web:example.com%3A8443:user</c> is at <c>https://example.com:8443/user/did.json</c>, and without a path
    /// at <c>/.well-known/did.json</c>. Always https; null when the text is no such DID, names an address instead of a host, or could be read in two ways.
    /// </summary>
    public static Uri? DocumentUrl(string did)
    {
        ArgumentNullException.ThrowIfNull(did);
        if (!did.StartsWith(Prefix, StringComparison.Ordinal) || did.AsSpan(Prefix.Length).ContainsAnyExcept(IdentifierCharacters))
            return null;

        var parts = did[Prefix.Length..].Split(':');
        if (parts.Contains(""))
            return null;
        var host = parts[0].Replace("%3A", ":", StringComparison.OrdinalIgnoreCase);
        var path = parts.Length == 1 ? "/.well-known" : string.Concat(parts[1..].Select(part => '/' + part));
        var text = $"https://{host}{path}/did.json";

        // What a URL's reader would tidy up (dot segments, a default port, escapes of plain letters) has a second spelling, and a DID has one.
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.HostNameType == UriHostNameType.Dns && url.AbsoluteUri == text ? url : null;
    }
}
