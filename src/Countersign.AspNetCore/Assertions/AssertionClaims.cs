using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Assertions;

/// <summary>What an assertion says.</summary>
internal static class AssertionClaims
{
    /// <summary>
    /// The claims as JSON. There is no <c>jti</c>: one assertion goes with several requests, and whoever counted its uses would refuse the second.
    /// Scopes are written as RFC 8693 §4.2 has them, groups and roles as RFC 9068 §2.2.3.1.
    /// </summary>
    /// <param name="issuer">Who makes it.</param>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="scheme">The id of the scheme that recognised the subject.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="lifetime">How long it counts.</param>
    public static ReadOnlySpan<byte> Write(string issuer, Subject subject, string scheme, string audience, DateTimeOffset now, TimeSpan lifetime)
    {
        var made = now.ToUnixTimeSeconds();
        var claims = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, issuer);
            json.WriteString("aud"u8, audience);
            json.WriteString("sub"u8, subject.Name);
            json.WriteNumber("iat"u8, made);
            json.WriteNumber("exp"u8, made + (long)lifetime.TotalSeconds);
            json.WriteString("kind"u8, subject.Kind);
            json.WriteString("scheme"u8, scheme);
            if (subject.Claims is { } told)
                json.WriteString("idp"u8, told.Issuer);
            if (subject.Email is { } address)
                json.WriteString("email"u8, address);
            WriteScopes(json, subject.Scopes);
            WriteList(json, "groups"u8, subject.Groups);
            WriteList(json, "roles"u8, subject.Roles);
            json.WriteEndObject();
        }

        return claims.WrittenSpan;
    }

    // A scope with a blank is none (RFC 6749 §3.3), and would be read as two others.
    private static void WriteScopes(Utf8JsonWriter json, ImmutableArray<string> scopes)
    {
        if (!scopes.IsEmpty)
            json.WriteString("scope"u8, string.Join(' ', scopes.Where(scope => !scope.Contains(' ', StringComparison.Ordinal))));
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> items)
    {
        if (items.IsEmpty)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
