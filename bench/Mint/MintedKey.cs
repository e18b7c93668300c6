using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Mint;

/// <summary>A key of the issuer, and tokens of usual size with it.</summary>
internal sealed class MintedKey
{
    private readonly SigningKey _key;

    public MintedKey(string algorithm)
    {
        Name = algorithm.ToLowerInvariant();
        _key = SigningKey.Create(JwsAlgorithm.Find(algorithm)!, Name);
        PublicJwk = JwkWriter.Write(_key.Verifier);
        PublicPem = PemOf(JsonElement.Parse(PublicJwk));
    }

    public string Name { get; }

    public string PublicJwk { get; }

    public string PublicPem { get; }

    public string Token(string id)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = $$"""
            {"iss":"https://issuer.example","sub":"f3f1c1de-0c1c-4a54-a0f2-7f0b8f6e2f11","aud":"https://api.example","exp":{{now + 86_400}},"nbf":{{now - 60}},"iat":{{now - 60}},"jti":"{{id}}","client_id":"web-portal","scope":"openid profile read write","roles":["admin","user"]}
            """;
        return JwsWriter.Write(_key, Encoding.UTF8.GetBytes(claims), "at+jwt");
    }

    /// <summary>A token that everything is right with but the signature, which is that of another.</summary>
    public string ForgedToken(string id)
    {
        var (token, other) = (Token(id), Token(id + "-other"));
        return string.Concat(token.AsSpan(0, token.LastIndexOf('.')), other.AsSpan(other.LastIndexOf('.')));
    }

    private static string PemOf(JsonElement jwk)
    {
        if (jwk.GetProperty("kty").GetString() == "RSA")
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Octets(jwk, "n"), Exponent = Octets(jwk, "e") });
            return rsa.ExportSubjectPublicKeyInfoPem();
        }

        var curve = jwk.GetProperty("crv").GetString() == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384;
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = Octets(jwk, "x"), Y = Octets(jwk, "y") } });
        return ecdsa.ExportSubjectPublicKeyInfoPem();
    }

    private static byte[] Octets(JsonElement jwk, string name) => Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());
}
