using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>The fields by which a server tells a navigation from a script's request (W3C Fetch Metadata).</summary>
/// <param name="isOld">Whether the browser sends no Sec-Fetch fields.</param>
internal sealed class BrowserFields(bool isOld)
{
    private const string Agent = "Mozilla/5.0 (compatible; countersign doctor)";

    /// <summary>A person opens an address.</summary>
    public ImmutableArray<(string, string)> NavigationTo(Uri url) =>
    [
        .. Common("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        .. Fetch(url, "navigate", "document", "none"),
        ("Upgrade-Insecure-Requests", "1"),
    ];

    /// <summary>A page's form is sent to its own host.</summary>
    public ImmutableArray<(string, string)> FormOf(Uri page) =>
    [
        .. Common("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        .. Fetch(page, "navigate", "document", "same-origin"),
        ("Origin", page.GetLeftPart(UriPartial.Authority)),
        ("Referer", page.GetLeftPart(UriPartial.Path)),
    ];

    /// <summary>A script of the same host asks for data.</summary>
    public ImmutableArray<(string, string)> ScriptTo(Uri url) =>
        [.. Common("application/json"), .. IsSilent(url) ? [("X-Requested-With", "XMLHttpRequest")] : Fetch(url, "cors", "empty", "same-origin")];

    /// <summary>A browser asks whether a script of an origin may.</summary>
    public ImmutableArray<(string, string)> PreflightTo(Uri url, string origin) =>
        [.. Common("*/*"), .. Fetch(url, "cors", "empty", "cross-site"), ("Origin", origin), ("Access-Control-Request-Method", "GET")];

    /// <summary>A script of the same host opens a WebSocket.</summary>
    public ImmutableArray<(string, string)> UpgradeAt(Uri url) =>
    [
        .. Common("*/*"),
        .. Fetch(url, "websocket", "websocket", "same-origin"),
        ("Origin", url.GetLeftPart(UriPartial.Authority)),
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    private static (string, string)[] Common(string accept) => [("Accept", accept), ("Accept-Language", "en"), ("User-Agent", Agent)];

    private (string, string)[] Fetch(Uri url, string mode, string destination, string site) =>
        IsSilent(url) ? [] : [("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination), ("Sec-Fetch-Site", site)];

    /// <summary>Browsers tell these over https alone, and to the machine they are on (W3C Fetch Metadata §2).</summary>
    private bool IsSilent(Uri url) =>
        isOld || (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
}
