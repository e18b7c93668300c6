using System.Text.Json.Serialization;

namespace Countersign.Inspector.Crawl.States;

/// <summary>How a crawl is kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SavedCrawl))]
internal sealed partial class CrawlStateJson : JsonSerializerContext;
