using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Client;

namespace Countersign.Cli.Logins;

/// <summary>Kept sign-ins as JSON, before they are sealed.</summary>
internal static class LoginText
{
    public static byte[] Write(IEnumerable<Login> logins)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            foreach (var login in logins)
                Write(json, login);
            json.WriteEndArray();
        }

        return text.ToArray();
    }

    /// <summary>Null when it is none.</summary>
    public static ImmutableArray<Login>? Read(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, Login login)
    {
        json.WriteStartObject();
        json.WriteString("origin", login.Origin.ToString());
        json.WriteString("keptAt", login.KeptAt.ToString("O", CultureInfo.InvariantCulture));
        foreach (var (name, value) in new[]
        {
            ("user", login.User), ("password", login.Password?.Reveal()), ("key", login.Key?.Reveal()), ("keyField", login.KeyField),
            ("tokenEndpoint", login.TokenEndpoint?.OriginalString), ("revocationEndpoint", login.RevocationEndpoint?.OriginalString), ("issuer", login.Issuer), ("clientId", login.ClientId),
            ("clientMethod", login.ClientMethod), ("clientSecret", login.ClientSecret?.Reveal()), ("scope", login.Scope), ("resource", login.Resource?.OriginalString), ("family", login.Family), ("proofKey", login.ProofKey?.Reveal()),
        })
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        json.WriteBoolean("allowsMd5", login.AllowsMd5);
        json.WriteBoolean("allowsCleartext", login.AllowsCleartext);

        json.WriteEndObject();
    }

    private static Login Read(JsonElement row) => new(Origin.Parse(row.GetProperty("origin").GetString()!), row.GetProperty("keptAt").GetDateTimeOffset())
    {
        User = TextOf(row, "user"),
        Password = TextOf(row, "password") is { } password ? new(password) : null,
        Key = TextOf(row, "key") is { } key ? new(key) : null,
        KeyField = TextOf(row, "keyField"),
        TokenEndpoint = TextOf(row, "tokenEndpoint") is { } endpoint ? new(endpoint) : null,
        RevocationEndpoint = TextOf(row, "revocationEndpoint") is { } revocation ? new(revocation) : null,
        Issuer = TextOf(row, "issuer"),
        ClientId = TextOf(row, "clientId"),
        ClientMethod = TextOf(row, "clientMethod"),
        ClientSecret = TextOf(row, "clientSecret") is { } clientSecret ? new(clientSecret) : null,
        Scope = TextOf(row, "scope") ?? "",
        Resource = TextOf(row, "resource") is { } resource ? new(resource) : null,
        Family = TextOf(row, "family"),
        ProofKey = TextOf(row, "proofKey") is { } proofKey ? new(proofKey) : null,
        AllowsMd5 = IsTrue(row, "allowsMd5"),
        AllowsCleartext = IsTrue(row, "allowsCleartext"),
    };

    private static string? TextOf(JsonElement row, string name) => row.TryGetProperty(name, out var member) ? member.GetString() : null;

    private static bool IsTrue(JsonElement row, string name) => row.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;
}
