using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.Inspector.Intake;
using Countersign.Tokens;
using Countersign.Wire;

namespace Countersign.Inspector.Tokens;

/// <summary>Reads a token for people, but for secrets that somebody put among its claims, as far as it can be read: strictly where the gateway does, and beyond its faults where that helps to see them.</summary>
internal static class TokenDecoder
{
    /// <summary>Decodes; whatever the text is, nothing is thrown.</summary>
    /// <param name="token">The token alone.</param>
    /// <param name="clocks">The clocks by which its times are told.</param>
    public static DecodedToken Decode(string token, TokenClocks clocks)
    {
        ArgumentNullException.ThrowIfNull(token);
        var reading = JwsReader.Read(token);
        var kind = KindOf(token, reading);
        var parts = kind is DecodedKind.SignedToken or DecodedKind.EncryptedToken ? token.Split('.') : [];
        var header = parts is [var first, ..] ? Octets(first) : null;
        var payload = kind == DecodedKind.SignedToken ? Octets(parts[1]) : null;

        TokenFault? broken = null;
        var claims = reading.Token is { } signed ? JwtClaimsReader.Read(signed, out broken) : payload is not null ? JwtClaimsReader.Read(payload, out broken) : null;
        ImmutableArray<TokenFault> faults = [.. reading.Faults, .. broken is { } inClaims ? [inClaims] : ImmutableArray<TokenFault>.Empty, .. claims?.Faults ?? []];
        var text = new TextIntake(new(new()));
        var members = reading.Header is not null && header is not null ? ClaimIntake.TakeAll(JsonElement.Parse(header), text) : (JsonElement?)null;
        var all = claims is null ? (JsonElement?)null : ClaimIntake.TakeAll(claims.All, text);
        return new(kind, token.Length)
        {
            IsReadable = reading.IsValid && claims is not null,
            Header = members,
            Claims = all,
            HeaderWords = Members(members, HeaderWords.Of),
            ClaimWords = claims is null ? [] : Members(all, new ClaimWords(claims, clocks).Of),
            Remarks = [.. Remarks(kind, claims)],
            Faults = kind == DecodedKind.OpaqueToken ? [] : [.. faults.Select(fault => new DecodedFault(fault, PlaceOf(token, header, payload, fault)))],
            Clocks = clocks,
        };
    }

    private static DecodedKind KindOf(string token, JwsReading reading)
    {
        if (token.Length is 0 or > JwsReader.MaxLength || token[0] == '{')
            return DecodedKind.Unreadable;
        return (token.AsSpan().Count('.'), reading.Header) switch
        {
            (2, _) when reading.Header is not null || token.StartsWith("eyJ", StringComparison.Ordinal) => DecodedKind.SignedToken,
            (4, not null) => DecodedKind.EncryptedToken,
            _ => reading.Header is null && WireChars.IsToken68(token) ? DecodedKind.OpaqueToken : DecodedKind.Unreadable,
        };
    }

    // More is taken than a token may have: padding, blanks, spare bits. The reader has told of them.
    private static byte[]? Octets(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;

    private static ImmutableArray<DecodedMember> Members(JsonElement? members, Func<string, JsonElement, string> words) =>
        members is { } all ? [.. all.EnumerateObject().Select(member => new DecodedMember(JsonWords.Shown(member.Name), words(member.Name, member.Value)))] : [];

    private static FaultPlace? PlaceOf(string token, byte[]? header, byte[]? payload, TokenFault fault) => fault.Part switch
    {
        TokenPart.Text => FaultPlace.InText(token, fault),
        TokenPart.Header when header is not null => Readable(FaultPlace.InOctets(header, fault), header),
        TokenPart.Payload when payload is not null => Readable(FaultPlace.InOctets(payload, fault), payload),
        _ => null,
    };

    // Surroundings in which there is a secret, or a part of one, are not shown.
    private static FaultPlace? Readable(FaultPlace? place, byte[] octets) =>
        place is not null && TextIntake.ByLooks(Encoding.Latin1.GetString(octets)).Contains(place.Excerpt.Trim('…').Trim('·'), StringComparison.Ordinal) ? place : null;

    private static IEnumerable<string> Remarks(DecodedKind kind, JwtClaims? claims)
    {
        if (kind == DecodedKind.EncryptedToken)
            yield return TokenRemarks.Encrypted;
        if (kind == DecodedKind.OpaqueToken)
            yield return TokenRemarks.Opaque;
        if (claims is null)
            yield break;
        if (claims is { ExpiresAt: null, Faults.IsEmpty: true })
            yield return TokenRemarks.Endless;
        if (claims.TryGet("nonce", out _) || claims.TryGet("at_hash", out _) || claims.TryGet("c_hash", out _))
            yield return TokenRemarks.IdToken;
    }
}
