namespace Countersign.Client.Exchanges;

/// <summary>The addresses of WebSockets, <c>ws</c> and <c>wss</c>: what is sent there first is a request of http or https (RFC 6455 §4.1).</summary>
internal static class Handshake
{
    public static bool IsAt(Uri address) => address.Scheme == Uri.UriSchemeWs || address.Scheme == Uri.UriSchemeWss;

    /// <summary>The address of that request; any other as it is.</summary>
    public static Uri AddressOf(Uri address) =>
        IsAt(address) ? new($"{(address.Scheme == Uri.UriSchemeWss ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}{address.AbsoluteUri[address.Scheme.Length..]}") : address;
}
