using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>A site: its addresses and what is done there.</summary>
/// <param name="Block">Its block.</param>
internal sealed record CaddySite(Directive Block)
{
    /// <summary>Its addresses as they are written.</summary>
    public ImmutableArray<string> Addresses { get; } = [.. new[] { Block.Name }.Concat(Block.Arguments.Select(argument => argument.Text)).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).DefaultIfEmpty("")];

    public static bool IsHost(string pattern, string host) => pattern.Length == 0 || ("." + host).EndsWith(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[1..] : "." + pattern, StringComparison.OrdinalIgnoreCase) && (pattern[0] == '*' || host.Equals(pattern, StringComparison.OrdinalIgnoreCase));

    /// <summary>Scheme, name and port of an address.</summary>
    public static (string? Scheme, string Host, int? Port) Parts(string address)
    {
        var colon = address.IndexOf("://", StringComparison.Ordinal);
        var (scheme, rest) = colon < 0 ? (null, address) : (address[..colon], address[(colon + 3)..]);
        rest = rest.Split('/')[0];
        var at = rest.LastIndexOf(':');
        var hasPort = at >= 0 && int.TryParse(rest.AsSpan(at + 1), System.Globalization.CultureInfo.InvariantCulture, out _);
        return (scheme, hasPort ? rest[..at] : rest, hasPort ? int.Parse(rest.AsSpan(at + 1), System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Whether an address is served without TLS.</summary>
    public static bool IsPlain(string address)
    {
        var (scheme, host, port) = Parts(address);
        return scheme == "http" || port == 80 || scheme is null && host.Length == 0 && port is not 443;
    }

    /// <summary>How well it fits an address: 0 for not at all.</summary>
    public int Fits(Uri url) => Addresses.Select(address =>
    {
        var (_, host, port) = Parts(address);
        var isTls = !IsPlain(address);
        if (!IsHost(host, url.Host) || isTls != (url.Scheme == "https") || (port ?? (isTls ? 443 : 80)) != url.Port)
            return 0;
        return host.Length == 0 ? 1 : host[0] == '*' ? 2 : 3;
    }).DefaultIfEmpty(0).Max();
}
