using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Public keys that are not what they should be, for a token that their sound form verifies.</summary>
internal static class BrokenKeys
{
    private static readonly (string Name, string Json)[] More =
    [
        ("use enc", """{"use":"enc"}"""),
        ("use another", """{"use":"other"}"""),
        ("use missing", """{"use":null}"""),
        ("key_ops verify", """{"key_ops":["verify"]}"""),
        ("key_ops sign", """{"key_ops":["sign"]}"""),
        ("key_ops encrypt", """{"key_ops":["encrypt"]}"""),
        ("key_ops empty", """{"key_ops":[]}"""),
        ("alg missing", """{"alg":null}"""),
        ("alg another", """{"alg":"PS512"}"""),
        ("alg unknown", """{"alg":"XS256"}"""),
        ("kty missing", """{"kty":null}"""),
        ("kty another", """{"kty":"oct"}"""),
        ("kty unknown", """{"kty":"XYZ"}"""),
        ("crv another", """{"crv":"secp256k1"}"""),
        ("crv of agreement", """{"crv":"X25519"}"""),
        ("kid another", """{"kid":"another"}"""),
        ("kid a number", """{"kid":1}"""),
        ("kid missing", """{"kid":null}"""),
        ("member unknown", """{"x-more":{"y":1}}"""),
        ("x5c of nonsense", """{"x5c":["AAAA"]}"""),
        ("e of one", """{"e":"AQ"}"""),
        ("e of three", """{"e":"Aw"}"""),
        ("e even", """{"e":"AQAA"}"""),
    ];

    /// <summary>A name for what was done, and the key after it; members of null are taken out.</summary>
    public static IEnumerable<(string Name, string Key)> Of(string key)
    {
        foreach (var (name, json) in More)
            yield return ($"key: {name}", With(key, JsonNode.Parse(json)!.AsObject()));
        foreach (var member in new[] { "n", "x", "y" })
        {
            if (JsonNode.Parse(key)![member]?.GetValue<string>() is not { } value)
                continue;
            var octets = Base64Url.DecodeFromChars(value);
            yield return ($"key: {member} missing", With(key, new() { [member] = null }));
            yield return ($"key: {member} empty", With(key, new() { [member] = "" }));
            yield return ($"key: {member} a number", With(key, new() { [member] = 1 }));
            yield return ($"key: {member} with padding", With(key, new() { [member] = value + "=" }));
            yield return ($"key: {member} with a zero before", With(key, new() { [member] = Base64Url.EncodeToString([0, .. octets]) }));
            yield return ($"key: {member} cut", With(key, new() { [member] = Base64Url.EncodeToString(octets.AsSpan(..^1)) }));
            yield return ($"key: {member} of zeros", With(key, new() { [member] = Base64Url.EncodeToString(new byte[octets.Length]) }));
            octets[^1] ^= 0x10;
            yield return ($"key: {member} with a bit flipped", With(key, new() { [member] = Base64Url.EncodeToString(octets) }));
        }
    }

    private static string With(string key, JsonObject members)
    {
        var json = JsonNode.Parse(key)!.AsObject();
        foreach (var (name, value) in members)
        {
            json.Remove(name);
            if (value is not null)
                json.Add(name, value.DeepClone());
        }

        return json.ToJsonString();
    }
}
