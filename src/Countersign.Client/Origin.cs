namespace Countersign.Client;

/// <summary>A server as credentials know it: scheme, host and port (RFC 9110 §4.3.1). What is meant for one origin goes to no other.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">The host in lower case, its international form in ASCII.</param>
/// <param name="Port">The port, the scheme's own where none was written.</param>
public readonly record struct Origin(string Scheme, string Host, int Port)
{
    /// <summary>Whether what is sent to it can't be read on the way.</summary>
    public bool IsTls => Scheme == Uri.UriSchemeHttps;

    /// <summary>The origin of an address; that of a WebSocket (<c>ws</c>, <c>wss</c>) is the origin of its handshake, of http or https.</summary>
    /// <exception cref="ArgumentException">It is not absolute, or of none of these.</exception>
    public static Origin Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || SchemeOf(address) is not { } scheme)
            throw new ArgumentException("An origin is that of an http or https address.", nameof(address));
        return new(scheme, address.IdnHost.ToLowerInvariant(), address.Port);
    }

    /// <summary>The origin of an address that a peer wrote; null where it has none, as with a host that has no form in ASCII.</summary>
    internal static Origin? Find(Uri address)
    {
        try
        {
            return SchemeOf(address) is null ? null : Of(address);
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>The origin that a text such as <c>https://api.example.org</c> names; nothing may follow it but a slash.</summary>
    /// <exception cref="ArgumentException">It names none, or more than one.</exception>
    public static Origin Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.PathAndQuery != "/" || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            throw new ArgumentException("An origin is written as `https://host` or `https://host:port`.", nameof(text));
        return Of(address);
    }

    /// <summary>As it is written in an Origin field (RFC 6454 §6.2).</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port == (IsTls ? 443 : 80) ? $"{Scheme}://{host}" : $"{Scheme}://{host}:{Port}";
    }

    private static string? SchemeOf(Uri address) => address.Scheme switch
    {
        "https" or "wss" => Uri.UriSchemeHttps,
        "http" or "ws" => Uri.UriSchemeHttp,
        _ => null,
    };
}
