using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>Reads public keys from PEM (RFC 7468): RSA, the NIST curves and Ed25519. Whatever the text is, nothing is thrown.</summary>
public static class PemKeyReader
{
    private const string Ed25519 = "1.3.101.112";   // RFC 8410 §3
    private const string Begin = "-----BEGIN ";

    /// <summary>
    /// The keys of all blocks, <c>PUBLIC KEY</c> or <c>CERTIFICATE</c>; of a certificate only its key is read, not who issued it or until when it holds.
    /// Text around the blocks is skipped; a text without any block is not valid.
    /// </summary>
    /// <param name="text">The text, of at most <see cref="JwkReader.MaxLength"/> octets.</param>
    /// <param name="keyId">The <c>kid</c> of the keys; without it they are tried whatever the <c>kid</c> of a token, since PEM has no place for one.</param>
    public static JwkSetReading Read(ReadOnlySpan<byte> text, string? keyId = null)
    {
        if (text.Length > JwkReader.MaxLength)
            return JwkSetReading.Unreadable(Fault(TokenFaultKind.KeyTooLong));

        var keys = ImmutableArray.CreateBuilder<VerificationKey>();
        var faults = ImmutableArray.CreateBuilder<JwkFault>();
        var rest = Encoding.Latin1.GetString(text).AsSpan();
        var index = 0;
        while (PemEncoding.TryFind(rest, out var block))
        {
            if (index == JwkReader.MaxKeys)
                return new(true, new(keys.ToImmutable()), [.. faults, new(-1, null, Fault(TokenFaultKind.KeySetTooLarge))]);
            var (start, end) = (block.Location.Start.Value, block.Location.End.Value);
            if (rest[..start].Contains(Begin, StringComparison.Ordinal))
                faults.Add(new(index, keyId, Fault(TokenFaultKind.PemMalformed)));
            if (ReadBlock(rest[block.Label].ToString(), Convert.FromBase64String(rest[block.Base64Data].ToString()), keyId, out var fault) is { } key)
                keys.Add(key);
            else
                faults.Add(new(index, keyId, fault));
            rest = rest[end..];
            index++;
        }

        if (rest.Contains(Begin, StringComparison.Ordinal))
            faults.Add(new(index, keyId, Fault(TokenFaultKind.PemMalformed)));
        return index > 0 ? new(true, new(keys.ToImmutable()), faults.ToImmutable()) : JwkSetReading.Unreadable(Fault(TokenFaultKind.PemMalformed));
    }

    private static VerificationKey? ReadBlock(string label, byte[] der, string? keyId, out TokenFault fault)
    {
        try
        {
            if (JwkOf(label, der, out fault) is not { } jwk)
                return null;
            var parse = new JwkParse(jwk, KeyOrigin.Published, isPrivate: false);
            if (parse.Run(null) is { } key)
                return new(key.Material, keyId, key.Algorithms, isOfAnyName: keyId is null);
            fault = parse.Fault;
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            // The latter over curves that this system lacks.
            fault = Fault(exception is CryptographicException ? TokenFaultKind.PemMalformed : TokenFaultKind.KeyNotSupportedHere, label);
            return null;
        }
    }

    private static JsonElement? JwkOf(string label, byte[] der, out TokenFault fault)
    {
        fault = Fault(TokenFaultKind.PemMalformed, label);
        switch (label)
        {
            case "PUBLIC KEY":
                var key = PublicKey.CreateFromSubjectPublicKeyInfo(der, out var length);
                return length == der.Length ? JwkOf(key, ref fault) : null;
            case "CERTIFICATE":
                using (var certificate = X509CertificateLoader.LoadCertificate(der))
                    return JwkOf(certificate.PublicKey, ref fault);
            default:
                fault = Fault(label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) ? TokenFaultKind.PrivateKeyPublished : TokenFaultKind.PemLabelUnknown, label);
                return null;
        }
    }

    private static JsonElement? JwkOf(PublicKey key, ref TokenFault fault)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null)
            return PublicJwk.Of(rsa.ExportParameters(includePrivateParameters: false));
        using var ecdsa = key.GetECDsaPublicKey();
        if (ecdsa is not null)
        {
            var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
            if (EcCurve.All.FirstOrDefault(curve => parameters.Curve.IsNamed && curve.Named.Oid.Value == parameters.Curve.Oid.Value) is { } curve)
                return PublicJwk.Of(curve, parameters.Q);
            fault = Fault(TokenFaultKind.CurveUnknown, parameters.Curve.IsNamed ? parameters.Curve.Oid.FriendlyName ?? parameters.Curve.Oid.Value : null);
            return null;
        }

        if (key.Oid.Value == Ed25519)
            return PublicJwk.OfEdwards(key.EncodedKeyValue.RawData);
        fault = Fault(TokenFaultKind.KeyTypeUnknown, key.Oid.FriendlyName ?? key.Oid.Value);
        return null;
    }

    private static TokenFault Fault(TokenFaultKind kind, string? name = null) => new(kind, TokenPart.Key, Name: name);
}
