using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>Public keys that came in another form, as the JWK that they would be: so every form is held to the rules of one reader.</summary>
internal static class PublicJwk
{
    public static JsonElement Of(RSAParameters key) => Parse($$"""{"kty":"RSA","n":"{{Octets(key.Modulus)}}","e":"{{Octets(key.Exponent)}}"}""");

    public static JsonElement Of(EcCurve curve, ECPoint point) =>
        Parse($$"""{"kty":"EC","crv":"{{curve.Name}}","x":"{{Octets(point.X)}}","y":"{{Octets(point.Y)}}"}""");

    public static JsonElement OfEdwards(ReadOnlySpan<byte> octets) => Parse($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Octets(octets)}}"}""");

    private static string Octets(ReadOnlySpan<byte> octets) => Base64Url.EncodeToString(octets);

    private static JsonElement Parse(string json) => JsonElement.Parse(Encoding.UTF8.GetBytes(json));
}
