using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Tokens;

namespace Countersign.Inspector.Intake;

/// <summary>Reads what a token says of itself, and forgets its signature. Nothing is verified.</summary>
internal static class TokenReading
{
    // Tokens are short; what is longer is no token, or one that no server takes.
    private const int MaxLength = 64 * 1024;

    /// <summary>What it says; secrets that somebody put into its claims are hidden.</summary>
    public static TokenFacts Of(string token, TextIntake text)
    {
        var facts = Read(token, text);
        return facts.Shape is TokenShape.Jwt or TokenShape.BrokenJwt ? facts with { Faults = FaultsOf(token) } : facts;
    }

    private static TokenFacts Read(string token, TextIntake text)
    {
        if (token.Length > MaxLength)
            return new() { Shape = TokenShape.Opaque };
        var parts = token.Split('.');
        var isMeant = token.StartsWith("eyJ", StringComparison.Ordinal);
        if (parts.Length == 5 && Part(parts[0], text) is { } wrapped)
            return new() { Shape = TokenShape.Jwe, Header = wrapped.Members, Duplicates = wrapped.Duplicates };
        if (parts.Length != 3)
            return isMeant ? Broken($"it has {parts.Length} part{(parts.Length == 1 ? "" : "s")} instead of three") : new() { Shape = TokenShape.Opaque };

        var (header, claims) = (Part(parts[0], text), Part(parts[1], text));
        if (header is null || claims is null)
            return isMeant ? Broken(header is null ? "its header is not base64url over a JSON object" : "its claims are not base64url over a JSON object") : new() { Shape = TokenShape.Opaque };
        return new()
        {
            Shape = TokenShape.Jwt,
            Header = header.Value.Members,
            Claims = claims.Value.Members,
            Duplicates = [.. header.Value.Duplicates, .. claims.Value.Duplicates],
            IsUnsigned = parts[2].Length == 0,
        };
    }

    // Strictly, as the core reads tokens: what is wrong, and where.
    private static ImmutableArray<TokenFault> FaultsOf(string token)
    {
        var reading = JwsReader.Read(token);
        if (reading.Token is not { } signed)
            return reading.Faults;
        var claims = JwtClaimsReader.Read(signed, out var broken);
        return [.. reading.Faults, .. broken is { } fault ? [fault] : ImmutableArray<TokenFault>.Empty, .. claims?.Faults ?? []];
    }

    private static TokenFacts Broken(string fault) => new() { Shape = TokenShape.BrokenJwt, Fault = fault };

    private static (ImmutableDictionary<string, JsonElement> Members, ImmutableArray<string> Duplicates)? Part(string part, TextIntake text)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var members = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
            var duplicates = new List<string>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!members.TryAdd(text.Take(member.Name, isGrammar: true), ClaimIntake.Take(member.Name, member.Value, text)))
                    duplicates.Add(text.Take(member.Name, isGrammar: true));
            }

            return (members.ToImmutable(), [.. duplicates]);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
