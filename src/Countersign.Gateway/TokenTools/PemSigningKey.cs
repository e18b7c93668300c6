using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Countersign.Gateway.TokenTools;

/// <summary>A private key in PEM (RFC 7468) as the JWK that the core reads: RSA or a NIST curve, in PKCS#8, PKCS#1 or SEC 1.</summary>
internal static class PemSigningKey
{
    private static readonly Dictionary<string, string> Curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = "P-256",
        ["1.3.132.0.34"] = "P-384",
        ["1.3.132.0.35"] = "P-521",
    };

    /// <summary>Whether the content is meant as PEM.</summary>
    public static bool IsPem(byte[] content) => content.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    /// <summary>The private JWK; null when there is none.</summary>
    /// <param name="content">The file's octets.</param>
    /// <param name="problem">Why there is none, without a word of the key; null when there is.</param>
    public static byte[]? ToJwk(byte[] content, out string? problem)
    {
        var text = Encoding.Latin1.GetString(content);
        var blocks = PrivateBlocks(text, out var isPublic);
        var jwk = blocks is [var only] ? JwkOf(only) : null;
        problem = text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal) || text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)
                ? "the key is encrypted; 'openssl pkey -in FILE -out NEW' takes its passphrase off"
            : blocks.Length > 1 ? "there are several private keys, and one signs"
            : blocks.IsEmpty ? isPublic ? "it is a public key, and only private ones sign" : "there is no whole private key in it"
            : jwk is null ? "it is no private key of RSA, P-256, P-384 or P-521; Ed25519 keys are taken as JWK"
            : null;
        return problem is null ? Encoding.UTF8.GetBytes(jwk!.ToJsonString()) : null;
    }

    /// <summary>The blocks of private keys; what OpenSSL writes beside them, such as EC PARAMETERS, is left out.</summary>
    private static ImmutableArray<string> PrivateBlocks(string text, out bool isPublic)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        isPublic = false;
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            var label = rest[block.Label];
            if (label is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY")
                found.Add(rest[block.Location].ToString());
            isPublic |= label is "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE";
            rest = rest[block.Location.End.Value..];
        }

        return found.ToImmutable();
    }

    private static JsonObject? JwkOf(string block) => Read(RSA.Create(), block, RsaJwk) ?? Read(ECDsa.Create(), block, EcJwk);

    private static JsonObject? Read<T>(T key, string block, Func<T, JsonObject?> write)
        where T : AsymmetricAlgorithm
    {
        using (key)
        {
            try
            {
                key.ImportFromPem(block);
                return write(key);
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException or PlatformNotSupportedException)
            {
                return null;
            }
        }
    }

    // RFC 7518 §6.3.
    private static JsonObject RsaJwk(RSA key)
    {
        var parts = key.ExportParameters(includePrivateParameters: true);
        return new()
        {
            ["kty"] = "RSA",
            ["n"] = Text(parts.Modulus),
            ["e"] = Text(parts.Exponent),
            ["d"] = Text(parts.D),
            ["p"] = Text(parts.P),
            ["q"] = Text(parts.Q),
            ["dp"] = Text(parts.DP),
            ["dq"] = Text(parts.DQ),
            ["qi"] = Text(parts.InverseQ),
        };
    }

    // RFC 7518 §6.2.
    private static JsonObject? EcJwk(ECDsa key)
    {
        var parts = key.ExportParameters(includePrivateParameters: true);
        return Curves.TryGetValue(parts.Curve.Oid?.Value ?? "", out var curve)
            ? new() { ["kty"] = "EC", ["crv"] = curve, ["x"] = Text(parts.Q.X), ["y"] = Text(parts.Q.Y), ["d"] = Text(parts.D) }
            : null;
    }

    private static string Text(byte[]? octets) => Base64Url.EncodeToString(octets);
}
