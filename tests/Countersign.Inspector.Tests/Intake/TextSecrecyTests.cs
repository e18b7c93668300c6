using System.Text;
using System.Text.Json;
using Countersign.Inspector.Intake;
using Xunit;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>Texts in which a secret is told by what stands around it, and texts that only speak of secrets.</summary>
public sealed class TextSecrecyTests
{
    [Theory]
    [InlineData("wrong password hunter2 for joe", "wrong password *** for joe")]
    [InlineData("Invalid token abc123", "Invalid token ***")]
    [InlineData("The API key 'k-4711-x' was revoked.", "The API key '***' was revoked.")]
    [InlineData("your password is hunter2!", "your password is ***!")]
    [InlineData("OTP 123456 expired", "OTP *** expired")]
    [InlineData("GET /reset/3f9a77d21c1e4f5e9b0a1d2c HTTP/1.1", "GET /reset/*** HTTP/1.1")]
    [InlineData("https://api.telegram.org/bot123456:AAE-x_yz0123456789/getMe", "https://api.telegram.org/bot***/getMe")]
    [InlineData("https://hooks.slack.com/services/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", "https://hooks.slack.com/services/***/***/***")]
    [InlineData("https://discord.com/api/webhooks/1234567890/aB3dE5gH7-jK9mN1pQ3sT5vX7", "https://discord.com/api/webhooks/1234567890/***")]
    [InlineData("<img src='//joe:hunter2@a.example/x.png'>", "<img src='//***@a.example/x.png'>")]
    [InlineData("JSESSIONID 8F3C2A9BE1D04477 expired", "JSESSIONID *** expired")]
    [InlineData("session 77c2a9be1d0448f3 has ended", "session *** has ended")]
    [InlineData("key k7Gh29xQpL is unknown", "key *** is unknown")]
    [InlineData("Code 'SplxlOBeZQQYbYS6WxSbIA9x' was used already", "Code '***' was used already")]
    [InlineData("code 493021 is wrong", "code *** is wrong")]
    [InlineData("login with anna:Pw! failed", "login with anna:*** failed")]
    [InlineData("Authentication failed for \\\"anna:geheim\\\".", "Authentication failed for \\\"anna:***\\\".")]
    [InlineData("pass phrase 'correct horse battery' does not fit", "pass phrase '***' does not fit")]
    [InlineData("Password 'Sommer2024!' for user anna is wrong", "Password '***' for user anna is wrong")]
    [InlineData("Password \\\"Sommer!\\\" is wrong", "Password \\\"***\\\" is wrong")]
    [InlineData("Password \\u0027Sommer2024!\\u0027 is wrong", "Password \\u0027***\\u0027 is wrong")]
    [InlineData("token 'abc123!' is unknown", "token '***' is unknown")]
    [InlineData("CSRF token mismatch: expected 8f3c2a9be1d04477aa01 got 77c2a9be1d0448f3aa02", "CSRF token mismatch: expected *** got ***")]
    [InlineData("CSRF: expected: 72f988bf-86f1-41af-91ab-2d7cd011db47, actual: 3f9a77d2-1c1e-4f5e-9b0a-1d2c3b4a5f60", "CSRF: expected: ***, actual: ***")]
    public void Hides_what_is_said_to_be_a_secret(string text, string shown) => Assert.Equal(shown, TextIntake.ByLooks(text));

    [Theory]
    [InlineData("Password must have 12 characters; the token expired at 2026-11-23T05:00:00Z.")]
    [InlineData("token RS256, password MD5, secret OAuth2, token 30min, token v2")]
    [InlineData("Invalid token in line 12")]
    [InlineData("/users/3f9a77d2-1c1e-4f5e-9b0a-1d2c3b4a5f60/sessions")]
    [InlineData("/static/main.8f3a9c12.js")]
    [InlineData("/password/reset")]
    [InlineData("<script src='//cdn.example/npm/x@1.2.3'></script> //joe@a.example")]
    [InlineData("/verify/12345")]
    [InlineData("/webhooks/endpoint-v2/list")]
    [InlineData("https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47")]
    [InlineData("{\"scope\":\"secret:read\",\"tokens\":[],\"token\":null}")]
    [InlineData("if (a.token===undefined) fetch(b, {credentials:\"include\"})")]
    [InlineData("Error code AADSTS70008, status code 401, code AUTHZ-0042, error code 100200, code 0x80004F2C, postcode AB12CD34EF56")]
    [InlineData("signing key rsa-2024-a, host key ecdsa-sha2-nistp256, session 2026-11-23T05:00:00Z")]
    [InlineData("expected audience 72f988bf-86f1-41af-91ab-2d7cd011db47 got 3f9a77d2-1c1e-4f5e-9b0a-1d2c3b4a5f60")]
    [InlineData("expected RS256 got HS256; expected issuer https://login.example/72f988bf8f3c2a9be1d04477/v2.0")]
    [InlineData("sign in with https://a.example/, login at 12:30:11, authentication for arn:aws:iam::123456789012:user/anna, login as system:anonymous")]
    [InlineData("{\"label\":\"Your password \",\"hint\":\"8 to 12\",\"next\":\"Repeat password \"}")]
    [InlineData("t(\"password \")+e(\"x1y2\"); password\\n1abc")]
    [InlineData("Unexpected token '<', \\\"<!DOCTYPE \\\"... is not valid JSON")]
    public void Leaves_what_only_speaks_of_secrets(string text) => Assert.Equal(text, TextIntake.ByLooks(text));

    [Theory]
    [InlineData("Bearer realm=\"a\", client_secret=\"x\"", "Bearer realm=\"a\", client_secret=\"***\"")]
    [InlineData("Bearer error_uri=\"https://a.example/?token=x\"", "Bearer error_uri=\"https://a.example/?token=***\"")]
    [InlineData("Bearer error_description=\"sid=8f3c2a9be1d04477aa01 ended, code=SplxlOBeZQQYbYS6WxSbIA9x unknown\"", "Bearer error_description=\"sid=*** ended, code=*** unknown\"")]
    public void Hides_a_secret_among_the_parameters_of_a_challenge(string text, string shown) => Assert.Equal(shown, Values().TakeValue(text));

    [Theory]
    [InlineData("Bearer authorization_uri=\"https://login.windows.net/common/oauth2/authorize\", resource_id=\"https://vault.azure.net\"")]
    [InlineData("Bearer authorization=\"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer realm=\"Token: required\", scope=\"secret:read password:write\", error=\"invalid_token\", error_description=\"The token expired\"")]
    [InlineData("Digest realm=\"a\", qop=\"auth\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")]
    [InlineData("SCRAM-SHA-256 sid=AAAABBBBCCCCDDDD, data=cj1mYWtl")]
    [InlineData("Bearer as_uri=\"https://as.example\", resource_metadata=\"https://a.example/.well-known/oauth-protected-resource\"")]
    public void Leaves_the_parameters_of_challenges(string text) => Assert.Equal(text, Values().TakeValue(text));

    [Theory]
    [InlineData("""{"iss":"https://u:hunter2@a.example"}""")]
    [InlineData("""{"jku":"https://a.example/keys?token=hunter2"}""")]
    [InlineData("""{"api_key":"hunter2"}""")]
    [InlineData("""{"otp":["hunter2"]}""")]
    [InlineData("""{"pw":{"value":"hunter2"}}""")]
    [InlineData("""{"ext":{"client_secret":"hunter2"}}""")]
    [InlineData("""{"config":"{\"password\":\"hunter2\"}"}""")]
    public void Hides_a_secret_among_claims(string claims)
    {
        var token = $"{Encoded("""{"alg":"RS256","typ":"at+jwt"}""")}.{Encoded(claims)}.c2ln";
        var inHeader = $"{Encoded(claims.Replace("{\"", "{\"alg\":\"RS256\",\"", StringComparison.Ordinal))}.{Encoded("""{"sub":"anna"}""")}.c2ln";
        foreach (var each in new[] { token, inHeader })
        {
            var facts = TokenReading.Of(each, Values());
            Assert.DoesNotContain(Everything.TextsOf(facts), text => text.Contains("hunter2", StringComparison.Ordinal));
            Assert.Contains(Everything.TextsOf(facts), text => text.Contains("***", StringComparison.Ordinal));
        }

        var decoded = Inspector.Tokens.TokenDecoder.Decode(token, new(new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)));
        Assert.DoesNotContain(Everything.TextsOf(decoded), text => text.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Leaves_claims_that_name_something()
    {
        const string Claims = """{"sid":"s-1234","jti":"3f9a77d2-1c1e-4f5e-9b0a-1d2c3b4a5f60","scope":"secret:read","at_hash":"77QmUPtjPfzWtF2AnpK9RQ","nonce":"n-0S6_WzA2Mj","amr":["pwd","otp"],"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}""";

        Assert.Equal(Claims, ClaimIntake.TakeAll(JsonElement.Parse(Claims), Values()).GetRawText());
    }

    private static TextIntake Values() => new(new(new()));

    private static string Encoded(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
