using System.Text.Json;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Reads the images out of JSON-LD, which search engines show beside their results.</summary>
internal static class LinkedData
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static void Read(string json, LinkList links)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            Find(document.RootElement, links);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            // What search engines can't read either.
        }
    }

    private static void Find(JsonElement element, LinkList links)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Find(item, links);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Name is "image" or "thumbnailUrl")
                    AddImage(member.Value, links);
                else
                    Find(member.Value, links);
            }
        }
    }

    private static void AddImage(JsonElement image, LinkList links)
    {
        if (image.ValueKind == JsonValueKind.String)
            links.Add(image.GetString(), LinkKind.SocialImage);
        else if (image.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in image.EnumerateArray())
                AddImage(item, links);
        }
        else if (image.ValueKind == JsonValueKind.Object && (image.TryGetProperty("url", out var url) || image.TryGetProperty("contentUrl", out url)) && url.ValueKind == JsonValueKind.String)
            links.Add(url.GetString(), LinkKind.SocialImage);
    }
}
