using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>The operator's file of an issuer's keys, in the form that it has: a JWK Set, one JWK, or PEM.</summary>
internal static class KeyFile
{
    public static JwkSetReading Parse(byte[] content, string? keyId)
    {
        var octets = content.AsSpan();
        if (octets.StartsWith(Encoding.UTF8.Preamble))
            octets = octets[Encoding.UTF8.Preamble.Length..];
        if (!octets.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            return PemKeyReader.Read(octets, keyId);

        var set = JwkReader.ReadSet(octets, KeyOrigin.Own);
        if (set.IsValid || set.Faults is not [{ Fault: { Kind: TokenFaultKind.MemberMissing, Name: "keys" } }])
            return set;
        return JwkReader.ReadKey(octets, KeyOrigin.Own, out var fault) is { } key
            ? new(true, new([key]), [])
            : new(true, KeySet.Empty, [new(0, null, fault!.Value)]);
    }
}
