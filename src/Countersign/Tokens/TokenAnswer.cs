using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>What a token endpoint answers, yes or no (RFC 6749 §5.1, §5.2, RFC 8693 §2.2); null for what it does not say.</summary>
public sealed record TokenAnswer
{
    /// <summary>The longest answer that is read, in octets.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary><c>access_token</c>.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary><c>token_type</c>, whatever its case: how the token is used.</summary>
    public string? TokenType { get; init; }

    /// <summary><c>issued_token_type</c>: what it is (RFC 8693 §3).</summary>
    public string? IssuedTokenType { get; init; }

    /// <summary><c>expires_in</c>: how long it counts, to the second; null when that is not said or is no sound number.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary><c>scope</c>: what was granted, where that is not what was asked for.</summary>
    public string? Scope { get; init; }

    /// <summary><c>refresh_token</c>: by what the next access token is got (RFC 6749 §6).</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary><c>id_token</c>: who signed in (OpenID Connect Core §3.1.3.3).</summary>
    public Secret? IdToken { get; init; }

    /// <summary><c>error</c>: why there is no token.</summary>
    public string? Error { get; init; }

    /// <summary><c>error_description</c>: the same in the server's words.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>Reads an answer; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static TokenAnswer? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var answer = JsonElement.Parse(json);
        return new()
        {
            AccessToken = TextOf(answer, "access_token"u8) is { } token ? new Secret(token) : null,
            TokenType = TextOf(answer, "token_type"u8),
            IssuedTokenType = TextOf(answer, "issued_token_type"u8),
            ExpiresIn = SecondsOf(answer, "expires_in"u8),
            Scope = TextOf(answer, "scope"u8),
            RefreshToken = TextOf(answer, "refresh_token"u8) is { Length: > 0 } refresh ? new Secret(refresh) : null,
            IdToken = TextOf(answer, "id_token"u8) is { } id ? new Secret(id) : null,
            Error = TextOf(answer, "error"u8),
            ErrorDescription = TextOf(answer, "error_description"u8),
        };
    }

    internal static string? TextOf(JsonElement answer, ReadOnlySpan<byte> name) =>
        answer.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    internal static TimeSpan? SecondsOf(JsonElement answer, ReadOnlySpan<byte> name) =>
        answer.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
