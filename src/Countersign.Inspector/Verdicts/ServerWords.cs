using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Decisions;
using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;
using Countersign.Wire;

namespace Countersign.Inspector.Verdicts;

/// <summary>What an answer itself says of why it refuses.</summary>
/// <param name="Error">The code of the challenge, such as <c>invalid_token</c>; null for none.</param>
/// <param name="Description">What the challenge says to people, else the content; null for nothing.</param>
/// <param name="Refusal">The refusal that a Countersign server names; null for none.</param>
/// <param name="IsStale">Whether only the nonce is too old (RFC 7616 §3.3).</param>
/// <param name="Scopes">The scope that is wanted; null where nothing is said of it.</param>
internal sealed record ServerWords(string? Error, string? Description, Refusal? Refusal, bool IsStale, string? Scopes)
{
    // Characters that a sentence has room for.
    private const int Longest = 200;

    public static ServerWords Of(RecordedResponse response, ImmutableArray<Challenge> challenges)
    {
        var telling = challenges.FirstOrDefault(each => each.Find("error") is not null);
        return new(
            Short(telling?.Find("error")),
            Short(telling?.Find("error_description") ?? SaidInContent.Of(response).Telling),
            RefusalOf(response.Content),
            challenges.Any(each => "true".Equals(each.Find("stale"), StringComparison.OrdinalIgnoreCase)),
            challenges.Select(each => each.Find("scope")).FirstOrDefault(each => each is not null));
    }

    /// <summary>The reason behind a sentence: the code, with what is said to people behind it; empty for neither.</summary>
    public static string Reason(string? code, string? text)
    {
        var said = text is null ? null : string.Join(" ", text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return (code, said) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) when !said.Equals(code, StringComparison.OrdinalIgnoreCase) => $": {code} ({said})",
            ({ Length: > 0 }, _) => $": {code}",
            (_, { Length: > 0 }) => $": \"{said}\"",
            _ => "",
        };
    }

    /// <summary>As much of a text as a sentence has room for.</summary>
    public static string? Short(string? text) => text is { Length: > Longest } ? $"{Prefix.Of(text, Longest)}…" : text;

    private static Refusal? RefusalOf(MessageContent content)
    {
        if (content.IsEmpty || content.Octets.Span[0] != (byte)'{')
            return null;
        try
        {
            using var document = JsonDocument.Parse(content.Octets);
            return document.RootElement.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? RefusalCatalogue.Find(reason.GetString()!) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
