using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>Reads the keys of a DID document (DID Core 1.0) by which its subject makes assertions. Whatever the text is, nothing is thrown.</summary>
public static class DidDocumentReader
{
    /// <summary>
    /// The keys that <c>assertionMethod</c> names, each a JsonWebKey (or JsonWebKey2020) or a Multikey. Its <c>kid</c> is the <c>id</c> of its verification
    /// method; a token may name it by the fragment alone.
    /// </summary>
    /// <param name="json">The document, of at most <see cref="JwkReader.MaxLength"/> octets.</param>
    /// <param name="did">Whose it has to be.</param>
    /// <param name="now">Keys that expired or were revoked before are left out; the others know when they will be.</param>
    public static JwkSetReading Read(ReadOnlySpan<byte> json, string did, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(did);
        if (StrictJson.CheckObject(json, JwkReader.MaxLength, TokenPart.Key) is { } broken)
            return JwkSetReading.Unreadable(broken);
        var document = JsonElement.Parse(json);
        if (TextOf(document, "id") != did)
            return Unreadable(TokenFaultKind.MemberValueWrong, "id");
        // DID Core §4: but for the id everything is optional. Who names no method for assertions has no key for them.
        if (!document.TryGetProperty("assertionMethod"u8, out var named))
            return Unreadable(TokenFaultKind.MemberMissing, "assertionMethod") with { IsValid = true };
        if (named.ValueKind != JsonValueKind.Array)
            return Unreadable(TokenFaultKind.MemberTypeWrong, "assertionMethod");

        var methods = MethodsOf(document, did);
        var keys = ImmutableArray.CreateBuilder<VerificationKey>();
        var faults = ImmutableArray.CreateBuilder<JwkFault>();
        foreach (var (index, entry) in named.EnumerateArray().Take(JwkReader.MaxKeys).Index())
        {
            var id = Absolute(entry.ValueKind == JsonValueKind.String ? entry.GetString() : TextOf(entry, "id"), did);
            if (ReadMethod(entry, id, did, methods, now, out var fault) is { } key)
                keys.Add(key);
            else
                faults.Add(new(index, id, fault));
        }

        if (named.GetArrayLength() > JwkReader.MaxKeys)
            faults.Add(new(-1, null, new(TokenFaultKind.KeySetTooLarge, TokenPart.Key)));
        return new(true, new(keys.ToImmutable()), faults.ToImmutable());
    }

    private static VerificationKey? ReadMethod(
        JsonElement entry, string? id, string did, Dictionary<string, JsonElement> methods, DateTimeOffset now, out TokenFault fault)
    {
        // A method of another DID would have to be fetched from there.
        fault = new(TokenFaultKind.MemberValueWrong, TokenPart.Key, Name: "id");
        if (id is null || id.Length <= did.Length + 1 || !id.StartsWith(did, StringComparison.Ordinal) || id[did.Length] != '#')
            return null;
        var method = entry;
        if (entry.ValueKind != JsonValueKind.Object && !methods.TryGetValue(id, out method))
        {
            fault = new(TokenFaultKind.MemberMissing, TokenPart.Key, Name: "verificationMethod");
            return null;
        }

        DateTimeOffset? ends = null;
        foreach (var name in (string[])["revoked", "expires"])
        {
            if (!method.TryGetProperty(name, out _))
                continue;
            if (TimeOf(method, name) is not { } time || time <= now)
            {
                fault = new(TokenFaultKind.KeyNotForSignatures, TokenPart.Key, Name: name);
                return null;
            }

            ends = ends < time ? ends : time;
        }

        if (JwkOf(method, ref fault) is not { } jwk)
            return null;
        var parse = new JwkParse(jwk, KeyOrigin.Published, isPrivate: false);
        if (parse.Run(null) is { } key)
            return new(key.Material, id, key.Algorithms, isDidUrl: true, ends);
        fault = parse.Fault;
        return null;
    }

    private static JsonElement? JwkOf(JsonElement method, ref TokenFault fault)
    {
        var type = TextOf(method, "type");
        switch (type)
        {
            case "JsonWebKey" or "JsonWebKey2020":
                if (method.TryGetProperty("publicKeyJwk"u8, out var jwk))
                    return jwk;
                fault = new(TokenFaultKind.MemberMissing, TokenPart.Key, Name: "publicKeyJwk");
                return null;
            case "Multikey":
                return Multikey.Read(TextOf(method, "publicKeyMultibase"), out fault);
            default:
                fault = new(TokenFaultKind.KeyTypeUnknown, TokenPart.Key, Name: type);
                return null;
        }
    }

    /// <summary>The methods by their whole ids. Of two with one id neither counts: nobody could say which is meant.</summary>
    private static Dictionary<string, JsonElement> MethodsOf(JsonElement document, string did)
    {
        var methods = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!document.TryGetProperty("verificationMethod"u8, out var list) || list.ValueKind != JsonValueKind.Array)
            return methods;
        var twice = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in list.EnumerateArray())
        {
            if (Absolute(TextOf(method, "id"), did) is { } id && !methods.TryAdd(id, method))
                twice.Add(id);
        }

        foreach (var id in twice)
            methods.Remove(id);
        return methods;
    }

    /// <summary>A relative DID URL is one of the document's subject (DID Core §3.2.2).</summary>
    private static string? Absolute(string? id, string did) => id is ['#', ..] ? did + id : id;

    private static DateTimeOffset? TimeOf(JsonElement method, string name) =>
        DateTimeOffset.TryParse(TextOf(method, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static JwkSetReading Unreadable(TokenFaultKind kind, string name) => JwkSetReading.Unreadable(new(kind, TokenPart.Key, Name: name));
}
