using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>A decoded token for programs.</summary>
internal static class DecodedTokenJson
{
    /// <summary>Writes one JSON object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="token">The token.</param>
    /// <param name="takenOff">What stood around it.</param>
    /// <param name="whole">The token itself, when that was asked for; else null.</param>
    public static void Write(Utf8JsonWriter json, DecodedToken token, ImmutableArray<string> takenOff, string? whole)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(token);
        json.WriteStartObject();
        json.WriteString("kind", KindOf(token.Kind));
        json.WriteBoolean("readable", token.IsReadable);
        json.WriteBoolean("verified", false);
        json.WriteNumber("length", token.Length);
        if (whole is not null)
            json.WriteString("token", whole);
        Write(json, "takenOff", takenOff);
        json.WriteString("now", Rfc3339(token.Clocks.Here));
        if (token.Clocks is { Server: { } server, Ahead: { } ahead })
        {
            json.WriteString("serverDate", Rfc3339(server));
            json.WriteNumber("serverAheadSeconds", (long)ahead.TotalSeconds);
        }

        Write(json, "header", token.Header);
        Write(json, "claims", token.Claims);
        json.WriteStartArray("meanings");
        Write(json, "header", token.HeaderWords);
        Write(json, "claims", token.ClaimWords);
        json.WriteEndArray();
        Write(json, "remarks", token.Remarks);
        json.WriteStartArray("faults");
        foreach (var found in token.Faults)
            Write(json, found.Fault);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string KindOf(DecodedKind kind) => kind switch
    {
        DecodedKind.SignedToken => "signed",
        DecodedKind.EncryptedToken => "encrypted",
        DecodedKind.OpaqueToken => "opaque",
        DecodedKind.Unreadable => "unreadable",
    };

    private static void Write(Utf8JsonWriter json, string name, JsonElement? value)
    {
        json.WritePropertyName(name);
        if (value is { } element)
            element.WriteTo(json);
        else
            json.WriteNullValue();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string part, ImmutableArray<DecodedMember> members)
    {
        foreach (var member in members)
        {
            json.WriteStartObject();
            json.WriteString("part", part);
            json.WriteString("name", member.Name);
            json.WriteString("words", member.Words);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, TokenFault fault)
    {
        var row = fault.Kind.Row();
        json.WriteStartObject();
        json.WriteString("code", row.Code);
        json.WriteString("part", fault.Part.ToString().ToLowerInvariant());
        json.WriteNumber("start", fault.Start);
        json.WriteNumber("length", fault.Length);
        json.WriteString("name", fault.Name);
        json.WriteString("sentence", row.Sentence);
        json.WriteString("section", row.Section);
        json.WriteEndObject();
    }
}
