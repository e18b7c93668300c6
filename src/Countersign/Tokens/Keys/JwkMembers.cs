using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>The members of a key by their types, and the fault that ended the reading.</summary>
internal sealed class JwkMembers(JsonElement jwk)
{
    public TokenFault Fault { get; private set; }

    public bool Has(string name) => jwk.TryGetProperty(name, out _);

    /// <summary>A text; null when it is not there.</summary>
    public bool TryText(string name, out string? text)
    {
        text = null;
        if (!jwk.TryGetProperty(name, out var member))
            return true;
        if (member.ValueKind != JsonValueKind.String)
            return Fail(TokenFaultKind.MemberTypeWrong, name);
        text = member.GetString();
        return true;
    }

    /// <summary>Octets that have to be there, at most so many.</summary>
    public bool TryOctets(string name, int maxLength, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        if (!TryText(name, out var text))
            return false;
        if (text is null)
            return Fail(TokenFaultKind.MemberMissing, name);
        if (Base64UrlText.DecodedLength(text.Length) > maxLength)
            return Fail(TokenFaultKind.KeyTooLong, name);
        octets = Base64UrlText.DecodeOrNull(text);
        return octets is not null || Fail(TokenFaultKind.MemberValueWrong, name);
    }

    /// <summary>Octets of exactly one length, as coordinates are written (RFC 7518 §6.2.1.2).</summary>
    public bool TryExactOctets(string name, int length, [NotNullWhen(true)] out byte[]? octets) =>
        TryOctets(name, int.MaxValue, out octets) && (octets.Length == length || Fail(TokenFaultKind.MemberValueWrong, name));

    /// <summary>A number in as few octets as it has (RFC 7518 §2).</summary>
    public bool TryNumber(string name, int maxLength, [NotNullWhen(true)] out byte[]? octets) =>
        TryOctets(name, maxLength, out octets) && (octets is [not 0, ..] || Fail(TokenFaultKind.MemberValueWrong, name));

    public bool Fail(TokenFaultKind kind, string? name = null)
    {
        Fault = new(kind, TokenPart.Key, Name: name);
        return false;
    }
}
