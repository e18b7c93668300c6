using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Client.Tokens.Stores;

/// <summary>Token families as JSON, before they are sealed.</summary>
internal static class TokenFamilyText
{
    public static byte[] Write(TokenFamily family)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("endpoint"u8, family.Endpoint.OriginalString);
            json.WriteString("client"u8, family.ClientId);
            json.WriteString("refresh"u8, family.RefreshToken?.Reveal());
            json.WriteString("seed"u8, family.Seed);
            if (family.Registration is { } registration)
                Write(json, registration);
            json.WriteStartArray("tokens"u8);
            foreach (var token in family.Tokens)
                Write(json, token);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }

    /// <summary>Null when it is none.</summary>
    public static TokenFamily? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return new(new(json.GetProperty("endpoint"u8).GetString()!), json.GetProperty("client"u8).GetString()!)
            {
                RefreshToken = json.GetProperty("refresh"u8).GetString() is { } refresh ? new Secret(refresh) : null,
                Seed = json.GetProperty("seed"u8).GetString(),
                Registration = json.TryGetProperty("registration"u8, out var registration) ? ReadRegistration(registration) : null,
                Tokens = [.. json.GetProperty("tokens"u8).EnumerateArray().Select(ReadToken)],
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null; // of a version of the program that writes it otherwise
        }
    }

    private static void Write(Utf8JsonWriter json, ClientRegistration registration)
    {
        json.WriteStartObject("registration"u8);
        json.WriteString("method"u8, registration.Method);
        json.WriteString("redirect"u8, registration.RedirectUri.OriginalString);
        json.WriteString("secret"u8, registration.Secret?.Reveal());
        if (registration.SecretEnds is { } ends)
            json.WriteString("ends"u8, ends);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FamilyToken token)
    {
        json.WriteStartObject();
        json.WriteString("value"u8, token.Value.Reveal());
        json.WriteString("given"u8, token.GivenAt);
        json.WriteString("type"u8, token.Type);
        if (token.Lifetime is { } lifetime)
            json.WriteNumber("lifetime"u8, lifetime.Ticks);
        json.WriteString("asked"u8, token.AskedScope);
        json.WriteString("resource"u8, token.Resource?.OriginalString);
        json.WriteString("scope"u8, token.Scope);
        if (token.KeyThumbprint is { } key)
            json.WriteString("key"u8, key);
        json.WriteEndObject();
    }

    private static ClientRegistration ReadRegistration(JsonElement json) => new(json.GetProperty("method"u8).GetString()!, new(json.GetProperty("redirect"u8).GetString()!))
    {
        Secret = json.GetProperty("secret"u8).GetString() is { } secret ? new Secret(secret) : null,
        SecretEnds = json.TryGetProperty("ends"u8, out var ends) ? ends.GetDateTimeOffset() : null,
    };

    private static FamilyToken ReadToken(JsonElement json) => new(new(json.GetProperty("value"u8).GetString()!), json.GetProperty("given"u8).GetDateTimeOffset())
    {
        Type = json.GetProperty("type"u8).GetString()!,
        Lifetime = json.TryGetProperty("lifetime"u8, out var lifetime) ? TimeSpan.FromTicks(lifetime.GetInt64()) : null,
        AskedScope = json.GetProperty("asked"u8).GetString()!,
        Resource = json.GetProperty("resource"u8).GetString() is { } resource ? new Uri(resource) : null,
        Scope = json.GetProperty("scope"u8).GetString(),
        KeyThumbprint = json.TryGetProperty("key"u8, out var key) ? key.GetString() : null,
    };
}
