using System.Text.Json;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Reads what a web app manifest loads.</summary>
internal static class ManifestReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    public static void Read(ReadOnlyMemory<byte> json, LinkList links)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return;
            AddImages(root, "icons", LinkKind.Icon, links);
            AddImages(root, "screenshots", LinkKind.Image, links);
            if (root.TryGetProperty("start_url", out var start) && start.ValueKind == JsonValueKind.String)
                links.Add(start.GetString(), LinkKind.Page);
        }
        catch (JsonException)
        {
            // What browsers can't read either.
        }
    }

    private static void AddImages(JsonElement root, string name, LinkKind kind, LinkList links)
    {
        if (!root.TryGetProperty(name, out var images) || images.ValueKind != JsonValueKind.Array)
            return;
        foreach (var image in images.EnumerateArray())
        {
            if (image.ValueKind == JsonValueKind.Object && image.TryGetProperty("src", out var source) && source.ValueKind == JsonValueKind.String)
                links.Add(source.GetString(), kind);
        }
    }
}
