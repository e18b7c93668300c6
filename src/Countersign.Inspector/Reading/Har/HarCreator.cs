using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading.Har;

/// <summary>Who wrote a HAR file, and what that program leaves out.</summary>
internal sealed class HarCreator
{
    private readonly List<string> _names = [];

    /// <summary>A <c>creator</c> or <c>browser</c>.</summary>
    public void Take(JsonElement json)
    {
        if (json.Text("name") is { Length: < 200 } name)
            _names.Add(name);
    }

    public Omissions Omissions(IReadOnlyCollection<Exchange> exchanges)
    {
        var found = IsAny("WebInspector", "chrom", "edge", "firefox", "webkit", "safari", "playwright") ? Exchanges.Omissions.FieldLines : Exchanges.Omissions.None;

        // Playwright sees what a page sends, and not what the browser itself adds after a challenge.
        if (IsAny("playwright") && !exchanges.Any(each => Shows(each, "Basic") || Shows(each, "Digest") || Shows(each, "Negotiate")))
            found |= Exchanges.Omissions.Credentials | Exchanges.Omissions.OtherLegs;
        return IsStripped(exchanges) ? found | Exchanges.Omissions.Credentials : found;
    }

    // Chromium's export leaves them out unless it is asked for sensitive data (since 130). One of them shows that it was asked. A visit without any is rare; its HAR can't be told from a stripped one.
    private bool IsStripped(IReadOnlyCollection<Exchange> exchanges) =>
        exchanges.Count > 0
        && (_names.Count == 0 || IsAny("WebInspector", "chrom", "edge", "opera", "brave", "sanitiz"))
        && !exchanges.Any(each => each.Request is { } request && (request.Fields.Has("Authorization") || request.Fields.Has("Cookie")) || each.Response?.Fields.Has("Set-Cookie") == true);

    private static bool Shows(Exchange exchange, string scheme) => exchange.Request?.Credentials.Any(each => each.Is(scheme)) == true;

    private bool IsAny(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (_names.Exists(name => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }
}
