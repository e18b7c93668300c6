using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>What a registration endpoint answers, yes or no (RFC 7591 §3.2); null for what it does not say.</summary>
public sealed record ClientRegistrationAnswer
{
    /// <summary><c>client_id</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary><c>client_secret</c>.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary><c>client_secret_expires_at</c>: when the secret ends; null for never, or where that is not said.</summary>
    public DateTimeOffset? ClientSecretEnds { get; init; }

    /// <summary><c>token_endpoint_auth_method</c>: how the client has to show who it is.</summary>
    public string? TokenEndpointMethod { get; init; }

    /// <summary><c>error</c>: why it is not registered.</summary>
    public string? Error { get; init; }

    /// <summary>Reads an answer; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static ClientRegistrationAnswer? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, TokenAnswer.MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var answer = JsonElement.Parse(json);
        return new()
        {
            ClientId = answer.TextOf("client_id"u8),
            ClientSecret = answer.TextOf("client_secret"u8) is { Length: > 0 } secret ? new Secret(secret) : null,
            ClientSecretEnds = TimeOf(answer, "client_secret_expires_at"u8),
            TokenEndpointMethod = answer.TextOf("token_endpoint_auth_method"u8),
            Error = answer.TextOf("error"u8),
        };
    }

    // RFC 7591 §3.2.1: seconds since 1970; 0 for never. What is beyond all calendars is never, too.
    private static DateTimeOffset? TimeOf(JsonElement answer, ReadOnlySpan<byte> name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
