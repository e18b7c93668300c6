using System.Buffers.Text;
using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Tokens that are signed well and strange in what was signed.</summary>
internal static class CraftedTokens
{
    public const string Issuer = "https://issuer.example.org";
    public const string Audience = "https://api.example.org";
    public const string Type = "at+jwt";

    private const string GoodHeader = """{"alg":"ALG","typ":"at+jwt","kid":"KID"}""";

    private static readonly (string Name, string Header)[] Headers =
    [
        ("good", GoodHeader),
        ("type of its full name", """{"alg":"ALG","typ":"application/at+jwt","kid":"KID"}"""),
        ("type in capitals", """{"alg":"ALG","typ":"AT+JWT","kid":"KID"}"""),
        ("type of another kind", """{"alg":"ALG","typ":"JWT","kid":"KID"}"""),
        ("type missing", """{"alg":"ALG","kid":"KID"}"""),
        ("type a number", """{"alg":"ALG","typ":1,"kid":"KID"}"""),
        ("kid unknown", """{"alg":"ALG","typ":"at+jwt","kid":"another"}"""),
        ("kid missing", """{"alg":"ALG","typ":"at+jwt"}"""),
        ("kid a number", """{"alg":"ALG","typ":"at+jwt","kid":1}"""),
        ("alg missing", """{"typ":"at+jwt","kid":"KID"}"""),
        ("alg null", """{"alg":null,"typ":"at+jwt","kid":"KID"}"""),
        ("alg a number", """{"alg":1,"typ":"at+jwt","kid":"KID"}"""),
        ("alg empty", """{"alg":"","typ":"at+jwt","kid":"KID"}"""),
        ("alg none", """{"alg":"none","typ":"at+jwt","kid":"KID"}"""),
        ("alg unknown", """{"alg":"XS256","typ":"at+jwt","kid":"KID"}"""),
        ("alg twice", """{"alg":"none","typ":"at+jwt","kid":"KID","alg":"ALG"}"""),
        ("alg twice alike", """{"alg":"ALG","typ":"at+jwt","kid":"KID","alg":"ALG"}"""),
        ("alg twice by escape", """{"alg":"none","typ":"at+jwt","kid":"KID","\u0061lg":"ALG"}"""),
        ("crit empty", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":[]}"""),
        ("crit a text", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":"exp"}"""),
        ("crit null", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":null}"""),
        ("crit unknown", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":["exp"],"exp":1}"""),
        ("crit of what is not there", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":["exp"]}"""),
        ("crit of alg", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":["alg"]}"""),
        ("b64 false", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":["b64"],"b64":false}"""),
        ("b64 true", """{"alg":"ALG","typ":"at+jwt","kid":"KID","crit":["b64"],"b64":true}"""),
        ("b64 false without crit", """{"alg":"ALG","typ":"at+jwt","kid":"KID","b64":false}"""),
        ("b64 true without crit", """{"alg":"ALG","typ":"at+jwt","kid":"KID","b64":true}"""),
        ("payload a token", """{"alg":"ALG","typ":"at+jwt","kid":"KID","cty":"JWT"}"""),
        ("jku", """{"alg":"ALG","typ":"at+jwt","kid":"KID","jku":"https://attacker.example/jwks"}"""),
        ("jwk of its own", """{"alg":"ALG","typ":"at+jwt","kid":"KID","jwk":{"kty":"oct","k":"AAAA"}}"""),
        ("x5u", """{"alg":"ALG","typ":"at+jwt","kid":"KID","x5u":"https://attacker.example/"}"""),
        ("member unknown", """{"alg":"ALG","typ":"at+jwt","kid":"KID","x":{"y":[1,2,{}]}}"""),
        ("with blanks", """ { "alg" : "ALG" , "typ" : "at+jwt" , "kid" : "KID" } """),
        ("with a comment", """{"alg":"ALG","typ":"at+jwt","kid":"KID"/* */}"""),
        ("with a comma more", """{"alg":"ALG","typ":"at+jwt","kid":"KID",}"""),
        ("with more behind", """{"alg":"ALG","typ":"at+jwt","kid":"KID"}{}"""),
        ("after a byte order mark", "\uFEFF" + GoodHeader),
        ("an array", """["ALG"]"""),
        ("a text", "\"ALG\""),
        ("null", "null"),
    ];

    private static readonly (string Name, string Claims)[] Claims =
    [
        ("aud another", Good("aud", "\"https://other.example.org\"")),
        ("aud with a slash more", Good("aud", $"\"{Audience}/\"")),
        ("aud in capitals", Good("aud", $"\"{Audience.ToUpperInvariant()}\"")),
        ("aud one of several", Good("aud", $"[\"x\",\"{Audience}\"]")),
        ("aud none of several", Good("aud", "[\"x\",\"y\"]")),
        ("aud an empty list", Good("aud", "[]")),
        ("aud a number", Good("aud", "1")),
        ("aud a list with a number", Good("aud", $"[1,\"{Audience}\"]")),
        ("aud null", Good("aud", "null")),
        ("aud missing", Good("aud", null)),
        ("iss another", Good("iss", "\"https://other.example.org\"")),
        ("iss with a slash more", Good("iss", $"\"{Issuer}/\"")),
        ("iss a list", Good("iss", $"[\"{Issuer}\"]")),
        ("iss missing", Good("iss", null)),
        ("iss by escape", Good("iss", $"\"\\u0068{Issuer[1..]}\"")),
        ("exp over", Good("exp", "1000000000")),
        ("exp missing", Good("exp", null)),
        ("exp a text", Good("exp", "\"9999999999\"")),
        ("exp null", Good("exp", "null")),
        ("exp true", Good("exp", "true")),
        ("exp a fraction", Good("exp", "9999999999.5")),
        ("exp with an exponent", Good("exp", "9.999e9")),
        ("exp negative", Good("exp", "-1")),
        ("exp zero", Good("exp", "0")),
        ("exp beyond dates", Good("exp", "1e20")),
        ("exp beyond numbers", Good("exp", "1e400")),
        ("exp with a zero before", Good("exp", "09999999999")),
        ("exp twice", Good("exp", "1000000000,\"exp\":9999999999")),
        ("nbf later", Good("nbf", "9000000000")),
        ("nbf before", Good("nbf", "1000000000")),
        ("nbf a text", Good("nbf", "\"1000000000\"")),
        ("iat later", Good("iat", "9000000000")),
        ("iat a text", Good("iat", "\"1000000000\"")),
        ("iat missing", Good("iat", null)),
        ("sub missing", Good("sub", null)),
        ("sub a number", Good("sub", "1")),
        ("sub empty", Good("sub", "\"\"")),
        ("sub half a character", Good("sub", "\"\\ud800\"")),
        ("sub in another script", Good("sub", "\"Ωmega 𝄞\"")),
        ("sub twice", Good("sub", "\"admin\",\"sub\":\"app\"")),
        ("jti a number", Good("jti", "1")),
        ("claim twice within another", Good("x", "{\"y\":1,\"y\":2}")),
        ("claims deep", Good("x", new string('[', 500) + new string(']', 500))),
        ("claims with more behind", Good("x", "1") + "x"),
        ("claims after a byte order mark", "\uFEFF" + Good("x", "1")),
        ("claims with a comment", "/* */" + Good("x", "1")),
        ("claims an array", "[" + Good("x", "1") + "]"),
        ("claims a text", "\"text\""),
        ("claims null", "null"),
        ("claims no JSON", "text"),
        ("claims cut", Good("x", "1")[..^1]),
    ];

    /// <summary>What a good token claims.</summary>
    public static string GoodClaims => Good("x", "1");

    /// <summary>A name for what is strange, and the token.</summary>
    public static IEnumerable<(string Name, string Token)> By(SigningKey key)
    {
        foreach (var (name, header) in Headers)
            yield return ($"header: {name}", Sign(key, Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(GoodClaims)));
        foreach (var (name, claims) in Claims)
            yield return (name, Sign(key, Encoding.UTF8.GetBytes(GoodHeader), Encoding.UTF8.GetBytes(claims)));
        foreach (var other in JwsAlgorithm.All.Where(other => other != key.Algorithm))
            yield return ($"header: alg {other}", Sign(key, Encoding.UTF8.GetBytes(GoodHeader.Replace("ALG", other.Name, StringComparison.Ordinal)), Encoding.UTF8.GetBytes(GoodClaims)));
        yield return ("claims not in UTF-8", Sign(key, Encoding.UTF8.GetBytes(GoodHeader), Encoding.Latin1.GetBytes(Good("x", "\"é\""))));
        yield return ("header: not in UTF-8", Sign(key, Encoding.Latin1.GetBytes("""{"alg":"ALG","typ":"at+jwt","kid":"KID","x":"é"}"""), Encoding.UTF8.GetBytes(GoodClaims)));
    }

    /// <summary>Signs a header that the writer of tokens would not write; ALG and KID in it stand for those of the key.</summary>
    public static string Sign(SigningKey key, byte[] header, byte[] payload)
    {
        // Latin1 keeps every octet as it is.
        var filled = Encoding.Latin1.GetString(header).Replace("ALG", key.Algorithm.Name, StringComparison.Ordinal).Replace("KID", key.KeyId, StringComparison.Ordinal);
        var input = $"{Base64Url.EncodeToString(Encoding.Latin1.GetBytes(filled))}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Good claims with one replaced, as JSON; left out when null.</summary>
    private static string Good(string name, string? json)
    {
        var claims = new Dictionary<string, string>
        {
            ["iss"] = $"\"{Issuer}\"",
            ["aud"] = $"\"{Audience}\"",
            ["sub"] = "\"app\"",
            ["client_id"] = "\"app\"",
            ["jti"] = "\"1\"",
            ["iat"] = "1700000000",
            ["exp"] = "9999999999",
        };
        claims.Remove(name);
        if (json is not null)
            claims[name] = json;
        return $"{{{string.Join(',', claims.Select(claim => $"\"{claim.Key}\":{claim.Value}"))}}}";
    }
}
