using System.Text.Json;

namespace Countersign.Client.Failures;

/// <summary>What a server says of a problem in <c>application/problem+json</c> (RFC 9457); null for what it does not say.</summary>
public sealed record ServerProblem
{
    /// <summary><c>type</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>title</c>.</summary>
    public string? Title { get; init; }

    /// <summary><c>detail</c>.</summary>
    public string? Detail { get; init; }

    /// <summary><c>reason</c>: the slug by which a Countersign server names its refusal.</summary>
    public string? Reason { get; init; }

    /// <summary><c>reference</c>: by which the server's operator finds this very answer.</summary>
    public string? Reference { get; init; }

    /// <summary><c>login</c>: where a person can sign in.</summary>
    public string? Login { get; init; }

    /// <summary>Reads a content; null when it is no JSON object.</summary>
    internal static ServerProblem? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new()
            {
                Type = TextOf(root, "type"),
                Title = TextOf(root, "title"),
                Detail = TextOf(root, "detail"),
                Reason = TextOf(root, "reason"),
                Reference = TextOf(root, "reference"),
                Login = TextOf(root, "login"),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for strings that are no text: half a surrogate pair, octets that are no UTF-8.
            return null;
        }
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
