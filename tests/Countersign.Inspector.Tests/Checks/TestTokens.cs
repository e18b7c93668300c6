using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>Tokens of a fixed hour, signed by nobody: nobody checks the signature here.</summary>
internal static class TestTokens
{
    /// <summary>The hour.</summary>
    public const string Date = "Mon, 23 Nov 2026 08:00:00 GMT";

    /// <summary>The hour in seconds since 1970.</summary>
    public const long Now = 1_795_420_800;

    /// <summary>An access token by RFC 9068 that counts for 40 minutes more, with claims of one's own.</summary>
    public static string Of(string claims = "{}", string header = """{"alg":"ES256","typ":"at+jwt","kid":"k1"}""")
    {
        var all = new JsonObject
        {
            ["iss"] = "https://login.example",
            ["aud"] = "https://api.example",
            ["sub"] = "alice",
            ["client_id"] = "shop",
            ["iat"] = Now - 600,
            ["exp"] = Now + 2400,
            ["jti"] = "j1",
            ["scope"] = "orders.read",
        };
        foreach (var (name, value) in JsonNode.Parse(claims)!.AsObject())
            all[name] = value?.DeepClone();
        return $"{Part(header)}.{Part(all.ToJsonString())}.{Base64Url.EncodeToString(new byte[64])}";
    }

    /// <summary>A request that is refused at the hour.</summary>
    public static string Refused(string? token, string challenge = "Bearer realm=\"api\", error=\"invalid_token\"", string fields = "", int status = 401) =>
        $"GET /orders HTTP/1.1\nHost: api.example\n{(token is null ? "" : $"Authorization: Bearer {token}\n")}\nHTTP/1.1 {status} No\nDate: {Date}\nWWW-Authenticate: {challenge}\n{fields}\n";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
