using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>Messages with a secret in a place where secrets stand, written down in every format.</summary>
internal static class Planting
{
    /// <summary>Request targets; § is the secret.</summary>
    public static readonly string[] Targets =
    [
        "/x?access_token=§", "/x?a=1&api_key=§&b=2", "/x?code=§", "/x?client_secret=§#frag", "/x#access_token=§", "/x#a=b&id_token=§", "/x?user%5Bpassword%5D=§", "/x?next=https%3A%2F%2Fa.example%2F%3Ftoken%3D§",
        "/x?filter=%7B%22password%22%3A%22§%22%7D", "/x?X-Amz-Signature=§", "/x?sig=§", "/x?a=1;token=§", "/x?a=1&amp;token=§", "/x?Authorization=Bearer%20§", "/x?accessToken=§", "/x?next=%252Fy%253Ftoken%253D§",
        "/x?secretKey1=§", "/x?apiKeys%5B%5D=§", "/x?tokens[0][value]=§", "/x?passwordConfirm=§", "/x?db=joe:§@x",
    ];

    /// <summary>Fields of requests.</summary>
    public static readonly string[] RequestFields =
    [
        "Authorization: Bearer §", "authorization: bearer §", "Authorization: §", "Authorization: Bearer  §", "Authorization: Bearer Bearer §", "Authorization: Bearer \"§\"", "Authorization: Bearer:§", "Authorization: Bearer=§",
        "Authorization: Bearer, §", "Authorization: Bearr §", "Authorization: Token §", "Authorization: Token token=\"§\"", "Authorization: ApiKey §", "Authorization: Whatever §", "Authorization: a b §", "Authorization: § b",
        "Authorization: Basic $", "Authorization: Basic $$", "Authorization: Basic anna:§", "Authorization: Basic §", "Authorization: Basic: $", "Authorization: $", "Authorization: Digest username=\"anna\", password=\"§\"",
        "Authorization: Digest anna:§", "Authorization: Digest username=\"anna\", uri=\"/x?token=§\", response=\"00\"", "Authorization: Negotiate $", "Authorization: NTLM $", "Authorization: AWS4-HMAC-SHA256 Credential=a/b, Signature=§",
        "Authorization: Hawk id=\"a\", mac=\"§\"", "Authorization: DPoP §", "Authorization: Bearer € §", "Proxy-Authorization: Basic $", "Proxy-Authorization: Bearer §", "Proxy-Authorization: §", "Authorization : Bearer §",
        "Authorization Bearer: §", "Authorisation: Bearer §", "X-Authorization: Bearer §", "X-API-Key: §", "Api-Key: §", "X-Auth-Token: §", "X-My-Secret: §", "X-Amz-Security-Token: §", "Cookie: session=§", "Cookie: a=1; whatever=§; c=2",
        "Cookie: §", "Cookie: a=1, b=§", "DPoP: §", "X-CSRF-Token: §", "Referer: https://a.example/?token=§", "Referer: https://anna:§@a.example/", "X-Original-URL: /x?access_token=§", "X-Debug: password=§", "Sec-WebSocket-Protocol: bearer, Bearer.§2",
        "Forwarded: for=1.2.3.4;secret=§", "X-Forwarded-Authorization: Bearer §", "X-Session: §", "X-Auth-Token-1: §", "X-Pass: §", "X-Pw: §", "X-Key: §", "X-Otp-Code: §", "X-Mfa-Code: §", "Authentication: §", "X-Client-Key: §", "Subscription-Key: §", "Origin: https://anna:§@a.example",
    ];

    /// <summary>Fields of answers.</summary>
    public static readonly string[] ResponseFields =
    [
        "Set-Cookie: session=§; Path=/; HttpOnly", "Set-Cookie: §", "Set-Cookie: a=1; Path=/, b=§; Secure", "Set-Cookie: a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT, b=§", "Set-Cookie: a=b; c=§", "set-cookie: a=§",
        "Location: https://a.example/cb?code=§", "Location: /cb#access_token=§", "Location: https://anna:§@a.example/", "Content-Location: /x?token=§", "Link: </x?access_token=§>; rel=\"next\"", "Refresh: 0; url=/x?token=§",
        "X-Auth-Token: §", "X-Access-Token: §", "Authorization: Bearer §", "X-Refresh-Token: §", "X-Debug: Authorization=Bearer §", "WWW-Authenticate: Bearer error_description=\"https://anna:§@a.example/\"",
        "WWW-Authenticate: Bearer client_secret=\"§\"", "Authentication-Info: password=\"§\"", "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"password: §\"", "Proxy-Authenticate: Basic realm=\"a\", token_value=§",
        "Location: https://a.example/cb?u=joe:§@x", "Content-Security-Policy: report-uri https://a.example/csp?token=§",
    ];

    /// <summary>Contents with their types.</summary>
    public static readonly (string Type, string Text)[] Contents =
    [
        ("application/x-www-form-urlencoded", "user=anna&password=§&x=1"), ("application/x-www-form-urlencoded", "grant_type=refresh_token&refresh_token=§"), ("application/x-www-form-urlencoded", "user%5Bpassword%5D=§"),
        ("application/x-www-form-urlencoded", "state=%7B%22token%22%3A%22§%22%7D"), ("application/x-www-form-urlencoded", "client_assertion=§"), ("application/x-www-form-urlencoded", "SAMLResponse=§"),
        ("application/json", """{"password":"§","n":1}"""), ("application/json", """{ "a" : { "b" : [ { "accessToken" : "§" } ] } }"""), ("application/json", """{"pass\u0077ord":"§"}"""), ("application/json", """{"client_secret":"a\"§"}"""),
        ("application/json", """{"data":"{\"password\":\"§\",\"n\":1}"}"""), ("application/json", """{"data":"{\"more\":\"{\\\"token\\\":\\\"§\\\"}\"}"}"""), ("application/json", """{"tokens":["§","§"]}"""), ("application/json", """{"session":{"id":"§"}}"""),
        ("application/json", """{"headers":{"Authorization":"Bearer §","Cookie":"a=§"}}"""), ("application/json", """[{"name":"password","value":"§"},{"value":"§","name":"X-API-Key"}]"""), ("application/json", """{"password":"§"""),
        ("application/json", "{\"apiKey\":\n  \"§\"}"), ("application/json", """{"url":"https://anna:§@a.example/?x"}"""), ("application/json", """{"next":"/page?access_token=§&n=2"}"""), ("text/event-stream", "data: {\"token\":\"§\"}\n\n"),
        ("text/html", "<input type=hidden name=csrf_token value=\"§\">"), ("text/html", "<input value='§' name='password'>"), ("text/html", "<meta name=\"csrf-token\" content=\"§\">"), ("text/html", "<a href=\"/x?a=1&amp;token=§\">x</a>"),
        ("text/html", "<script>var token = '§'; window.x = {apiKey: \"§\"}</script>"), ("text/html", "<div data-x=\"{&quot;password&quot;:&quot;§&quot;}\"></div>"), ("text/html", "<p>Authorization: Bearer §</p>"),
        ("text/html", "He said \"hi\" 5\" <script>{\"password\":\"§\"}</script>"), ("text/xml", "<u:UsernameToken><u:Password Type=\"x\">§</u:Password></u:UsernameToken>"), ("text/xml", "<a token=\"§\"/>"), ("text/plain", "password=§\n"),
        ("text/plain", "Password: §\n"), ("text/plain", "You sent:\nAuthorization: Basic $\nCookie: a=§\n"), ("text/plain", "'HTTP_AUTHORIZATION' => 'Bearer §'"), ("message/http", "TRACE / HTTP/1.1\r\nX-API-Key: §\r\n"), ("text/yaml", "secret: §\n"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n§\r\n--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b--\r\n"), ("", "token=§"), ("text/plain", "-----BEGIN PRIVATE KEY-----\n§\n-----END PRIVATE KEY-----"),
        ("application/json", """{"refreshTokens":["§"],"token_value":"§"}"""), ("application/json", """{"apiKeys[]":"§","password2":"§"}"""), ("text/html", "<input name='secretKeys[1]' value='§'>"),
        ("application/graphql", "mutation { login(user: \"anna\", password: \"§\") { id } }"),
    ];

    /// <summary>The text with the secret in it: as it is for §, as base64 of <c>anna:secret</c> for $, and twice encoded for $$.</summary>
    public static string Plant(string text, string secret)
    {
        var once = Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:" + secret));
        return text.Replace("$$", Convert.ToBase64String(Encoding.UTF8.GetBytes(once)), StringComparison.Ordinal)
            .Replace("$", once, StringComparison.Ordinal)
            .Replace("§", secret, StringComparison.Ordinal);
    }

    /// <summary>An exchange in each format.</summary>
    public static IEnumerable<(string Format, byte[] File)> Written(string target, string[] requestFields, string requestContent, string[] responseFields, string responseContent)
    {
        string[] asked = [$"POST {target} HTTP/1.1", "Host: a.example", .. requestFields, $"Content-Length: {Encoding.UTF8.GetByteCount(requestContent)}"];
        string[] answered = ["HTTP/1.1 401 Unauthorized", .. responseFields, $"Content-Length: {Encoding.UTF8.GetByteCount(responseContent)}"];
        yield return ("raw", Encoding.UTF8.GetBytes($"{Lines(asked)}\r\n{requestContent}\r\n{Lines(answered)}\r\n{responseContent}"));
        yield return ("verbose", Encoding.UTF8.GetBytes($"* Connected to a.example (192.0.2.1) port 80\n* Server auth using Basic with user 'anna'\n{Lines(asked, "> ")}> \r\n{Lines(answered, "< ")}< \r\n{responseContent}* Connection #0 to host a.example left intact\n"));
        yield return ("trace", Encoding.UTF8.GetBytes(Dump("=> Send header", Lines(asked) + "\r\n") + Dump("=> Send data", requestContent) + string.Concat(answered.Select(line => Dump("<= Recv header", line + "\r\n"))) + Dump("<= Recv header", "\r\n") + Dump("<= Recv data", responseContent)));
        yield return ("har", JsonSerializer.SerializeToUtf8Bytes(new
        {
            log = new
            {
                entries = new[]
                {
                    new
                    {
                        request = new { method = "POST", url = "https://a.example" + target, headers = requestFields.Select(Pair), postData = new { mimeType = "", text = requestContent } },
                        response = new { status = 401, headers = responseFields.Select(Pair), content = new { size = responseContent.Length, text = responseContent } },
                    },
                },
            },
        }));
    }

    private static object Pair(string line) => new { name = line[..line.IndexOf(':', StringComparison.Ordinal)], value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() };

    private static string Lines(string[] lines, string before = "") => string.Concat(lines.Select(line => before + line + "\r\n"));

    private static string Dump(string heading, string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var dump = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{heading}, {octets.Length} bytes (0x{octets.Length:x})\n");
        for (var at = 0; at < octets.Length; at += 16)
            dump.Append(CultureInfo.InvariantCulture, $"{at:x4}: {string.Concat(octets.Skip(at).Take(16).Select(octet => $"{octet:x2} "))} ................\n");
        return dump.ToString();
    }
}
