using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>Reads a decoded header by the rules of RFC 7515 §4.1. No extension is understood, so every honest <c>crit</c> is one too many.</summary>
internal static class JwsHeaderReader
{
    // What RFC 7515 and RFC 7518 define is understood by everybody and may not stand in crit.
    private static readonly string[] Standard =
        ["alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"];

    /// <summary>The header, or null when it is no JSON object; <paramref name="isValid"/> says whether a token may have it.</summary>
    public static JwsHeader? Read(ReadOnlyMemory<byte> json, ref TokenFaultList faults, out bool isValid)
    {
        isValid = false;
        if (StrictJson.CheckObject(json.Span, JwsReader.MaxHeaderLength, TokenPart.Header) is { } broken)
        {
            faults.Add(broken);
            return null;
        }

        isValid = true;
        string? algorithm = null, keyId = null, type = null, contentType = null;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alg"u8))
                isValid &= TryReadText(ref reader, "alg", ref faults, out algorithm);
            else if (reader.ValueTextEquals("kid"u8))
                isValid &= TryReadText(ref reader, "kid", ref faults, out keyId);
            else if (reader.ValueTextEquals("typ"u8))
                isValid &= TryReadText(ref reader, "typ", ref faults, out type);
            else if (reader.ValueTextEquals("cty"u8))
                isValid &= TryReadText(ref reader, "cty", ref faults, out contentType);
            else
                isValid &= PassesOther(ref reader, json, ref faults);
        }

        var header = new JwsHeader(json)
        {
            Algorithm = algorithm is null ? null : JwsAlgorithm.Find(algorithm),
            AlgorithmName = algorithm,
            KeyId = keyId,
            Type = type,
            ContentType = contentType,
        };
        isValid &= HasAlgorithm(header, ref faults);
        return header;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, string name, ref TokenFaultList faults, out string? text)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            text = reader.GetString();
            return true;
        }

        text = null;
        reader.Skip();
        return Fault(TokenFaultKind.MemberTypeWrong, name, ref faults);
    }

    private static bool PassesOther(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref TokenFaultList faults)
    {
        var passes = true;
        if (reader.ValueTextEquals("crit"u8))
            passes = PassesCritical(JsonElement.Parse(json.Span), ref faults);
        else if (reader.ValueTextEquals("b64"u8))
            passes = Fault(TokenFaultKind.PayloadUnencoded, "b64", ref faults);
        else if (reader.ValueTextEquals("jwk"u8) || reader.ValueTextEquals("jku"u8) || reader.ValueTextEquals("x5u"u8) || reader.ValueTextEquals("x5c"u8))
            Fault(TokenFaultKind.KeyInHeader, reader.GetString(), ref faults);
        reader.Read();
        reader.Skip();
        return passes;
    }

    private static bool PassesCritical(JsonElement header, ref TokenFaultList faults)
    {
        var critical = header.GetProperty("crit"u8);
        if (critical.ValueKind != JsonValueKind.Array || critical.GetArrayLength() == 0)
            return Fault(TokenFaultKind.CriticalInvalid, null, ref faults);

        var names = new HashSet<string>();
        foreach (var each in critical.EnumerateArray())
        {
            var name = each.ValueKind == JsonValueKind.String ? each.GetString()! : null;
            if (name is null || !names.Add(name) || Standard.Contains(name) || !header.TryGetProperty(name, out _))
                return Fault(TokenFaultKind.CriticalInvalid, name, ref faults);
        }

        foreach (var name in names)
            Fault(TokenFaultKind.CriticalNotUnderstood, name, ref faults);
        return false;
    }

    private static bool HasAlgorithm(JwsHeader header, ref TokenFaultList faults) => header switch
    {
        { Algorithm: not null } => true,
        { AlgorithmName: null } => Fault(TokenFaultKind.AlgorithmMissing, null, ref faults),
        { AlgorithmName: var name } when name.Equals("none", StringComparison.OrdinalIgnoreCase) => Fault(TokenFaultKind.AlgorithmNone, name, ref faults),
        { AlgorithmName: var name } => Fault(TokenFaultKind.AlgorithmUnknown, name, ref faults),
    };

    private static bool Fault(TokenFaultKind kind, string? name, ref TokenFaultList faults)
    {
        faults.Add(new(kind, TokenPart.Header, Name: name));
        return false;
    }
}
