namespace Countersign.Client.Tests;

/// <summary>A message as it arrived.</summary>
internal sealed record Seen(string Method, Uri Target, IReadOnlyDictionary<string, string> Fields, byte[]? Content)
{
    public string? Authorization => Field("Authorization");

    public string? Text => Content is null ? null : System.Text.Encoding.UTF8.GetString(Content);

    public string? Field(string name) => Fields.GetValueOrDefault(name);
}
