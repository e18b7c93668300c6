using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>The fields by which a server tells a navigation from a script's request (W3C Fetch Metadata).</summary>
/// <param name="isOld">Whether the browser sends no Sec-Fetch fields.</param>
internal sealed class BrowserFields(bool isOld)
{
    private const string Agent = "Mozilla/5.0 (compatible; countersign doctor)";

    /// <summary>A person opens an address.</summary>
    public ImmutableArray<(string, string)> Navigation { get; } =
    [
        .. Common("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        .. Fetch(isOld, "navigate", "document", "none"),
        ("Upgrade-Insecure-Requests", "1"),
    ];

    /// <summary>A page's form is sent to its own host.</summary>
    public ImmutableArray<(string, string)> FormOf(Uri page) =>
    [
        .. Common("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        .. Fetch(isOld, "navigate", "document", "same-origin"),
        ("Origin", page.GetLeftPart(UriPartial.Authority)),
        ("Referer", page.GetLeftPart(UriPartial.Path)),
    ];

    /// <summary>A script of the same host asks for data.</summary>
    public ImmutableArray<(string, string)> Script { get; } =
        [.. Common("application/json"), .. Fetch(isOld, "cors", "empty", "same-origin"), .. isOld ? [("X-Requested-With", "XMLHttpRequest")] : Array.Empty<(string, string)>()];

    /// <summary>A browser asks whether a script of an origin may.</summary>
    public ImmutableArray<(string, string)> Preflight(string origin) =>
        [.. Common("*/*"), .. Fetch(isOld, "cors", "empty", "cross-site"), ("Origin", origin), ("Access-Control-Request-Method", "GET")];

    /// <summary>A script of the same host opens a WebSocket.</summary>
    public ImmutableArray<(string, string)> Upgrade(Uri url) =>
    [
        .. Common("*/*"),
        .. Fetch(isOld, "websocket", "websocket", "same-origin"),
        ("Origin", url.GetLeftPart(UriPartial.Authority)),
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    private static (string, string)[] Common(string accept) => [("Accept", accept), ("Accept-Language", "en"), ("User-Agent", Agent)];

    private static (string, string)[] Fetch(bool isOld, string mode, string destination, string site) =>
        isOld ? [] : [("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination), ("Sec-Fetch-Site", site)];
}
