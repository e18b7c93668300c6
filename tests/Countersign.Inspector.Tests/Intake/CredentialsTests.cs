using System.Text;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>What can be said of credentials is said.</summary>
public sealed class CredentialsTests
{
    private readonly MessageIntake _intake = new();

    public static TheoryData<string> RealTokens => [.. new[] { "jwt-claims", "jws", "jose-cookbook", "dpop" }.SelectMany(name => TokensIn(Vectors.Load(name + ".json"))).Distinct(StringComparer.Ordinal)];

    [Theory]
    [InlineData("Bearer undefined", CredentialsSlip.Placeholder)]
    [InlineData("Bearer null", CredentialsSlip.Placeholder)]
    [InlineData("Bearer [object Object]", CredentialsSlip.Placeholder)]
    [InlineData("Bearer ${TOKEN}", CredentialsSlip.Placeholder)]
    [InlineData("Bearer $TOKEN", CredentialsSlip.Placeholder)]
    [InlineData("Bearer {{ token }}", CredentialsSlip.Placeholder)]
    [InlineData("Bearer <token>", CredentialsSlip.Placeholder)]
    [InlineData("Bearer <your token here>", CredentialsSlip.Placeholder)]
    [InlineData("Bearer YOUR_API_KEY", CredentialsSlip.Placeholder)]
    [InlineData("Bearer your-access-token", CredentialsSlip.Placeholder)]
    [InlineData("Bearer Bearer abc.def", CredentialsSlip.DoubledScheme)]
    [InlineData("Basic Basic YW5uYTp4", CredentialsSlip.DoubledScheme)]
    [InlineData("Basic WVc1dVlUcDRlWHA9", CredentialsSlip.DoubledEncoding)]
    [InlineData("Bearer ZXlKaGJHY2lPaUp1YjI1bEluMC5leUp6ZFdJaU9pSmhibTVoSW4wLmFi", CredentialsSlip.DoubledEncoding)]
    [InlineData("Bearer \"abc123\"", CredentialsSlip.Quotes)]
    [InlineData("Basic YW5uYTpzZWNyZXQK", CredentialsSlip.TrailingWhitespace)]
    [InlineData("Bearer abc def", CredentialsSlip.InnerWhitespace)]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.", CredentialsSlip.MissingScheme)]
    [InlineData("Bearer", CredentialsSlip.Empty)]
    [InlineData("", CredentialsSlip.Empty)]
    public void Finds_what_was_done_to_them_by_mistake(string value, CredentialsSlip slip) => Assert.Contains(slip, Shown(value).Slips);

    [Theory]
    [InlineData("Bearer mF_9.B5f-4.1JqM")]
    [InlineData("Bearer mytoken8f7a61c0")]
    [InlineData("Bearer the0therTokenOfOurs")]
    [InlineData("Bearer SlAV32hkKG")]
    [InlineData("Bearer none-of-your-business-17")]
    [InlineData("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")]
    [InlineData("Basic dGVzdDoxMjPCow==")]
    [InlineData("Token token=\"abc\"")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c0ffee")]
    [InlineData("Digest username=\"Mufasa\", realm=\"x\", nonce=\"y\", uri=\"/\", response=\"z\"")]
    [InlineData("Negotiate YIIGZQYGKwYBBQUC")]
    [InlineData("Bearer ***")]
    [InlineData("Bearer [REDACTED]")]
    [InlineData("Bearer <redacted>")]
    [InlineData("Bearer xxxxxxxx")]
    [InlineData("Bearer eyJhbGciOi...")]
    public void Finds_nothing_where_nothing_is(string value) => Assert.Empty(Shown(value).Slips);

    [Theory]
    [MemberData(nameof(RealTokens))]
    public void Finds_nothing_in_real_tokens(string token) => Assert.Empty(Shown("Bearer " + token).Slips);

    [Theory]
    [InlineData("Bearer ***", true)]
    [InlineData("Bearer [token redacted]", true)]
    [InlineData("***", true)]
    [InlineData("Bearer xxx", true)]
    [InlineData("Bearer mF_9.B5f-4.1JqM", false)]
    public void Knows_what_somebody_hid_before(string value, bool isRedacted) => Assert.Equal(isRedacted, Shown(value).IsRedacted);

    [Fact]
    public void What_was_hidden_before_is_equal_to_nothing() => Assert.NotEqual(Shown("Bearer ***").Mark, Shown("Bearer ***").Mark);

    [Theory]
    [InlineData("anna:secret", "anna", 1, null)]
    [InlineData("anna:se:cret", "anna", 2, null)]
    [InlineData("anna:", "anna", 1, null)]
    [InlineData("anna", null, 0, "there is no colon in it")]
    [InlineData("anna:se\u0007cret", "anna", 1, "there is a control character in it")]
    [InlineData("pk_8f7a61c0d2e94b53:", "***", 1, null)]
    [InlineData("ghp_abcdefghijklmnopqrst:x-oauth-basic", "***", 1, null)]
    [InlineData("anna.of.the.mountains:x", "anna.of.the.mountains", 1, null)]
    public void Tells_what_Basic_holds_but_the_password(string content, string? user, int colons, string? fault)
    {
        var facts = Shown("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(content))).Basic!;

        Assert.Equal((user, colons, fault), (facts.User, facts.Colons, facts.Fault));
        Assert.True(facts is { IsUtf8: true, IsAscii: true });
        Assert.Equal(content.EndsWith(':'), facts.HasEmptyPassword);
    }

    [Theory]
    [InlineData("dGVzdDoxMjOj", null, false)]
    [InlineData("YW5uYTpzZWNyZXQ", null, true)]
    [InlineData("YW5uYTpz-_", "it is base64url, not base64", false)]
    [InlineData("anna:secret", "it is not base64", false)]
    [InlineData("YW5u YTpz", "there is white space in it", false)]
    public void Tells_what_is_wrong_with_the_encoding_of_Basic(string token, string? fault, bool hasNoPadding) =>
        Assert.Equal(hasNoPadding ? "its padding is missing" : fault, Shown("Basic " + token).Basic!.Fault);

    [Fact]
    public void Keeps_header_and_claims_of_a_token_and_hides_secrets_among_them()
    {
        var token = Token("""{"alg":"none","jwk":{"kty":"oct","k":"planted"}}""", """{"sub":"anna","exp":1700000000,"sid":"s-1","sub":"twice","password":"planted","nested":{"access_token":"planted"}}""");

        var facts = Shown("Bearer " + token).Token!;

        Assert.Equal((TokenShape.Jwt, true), (facts.Shape, facts.IsUnsigned));
        Assert.Equal(("anna", 1700000000, "s-1"), (facts.Claims["sub"].GetString(), facts.Claims["exp"].GetInt32(), facts.Claims["sid"].GetString()));
        Assert.Equal(["sub"], facts.Duplicates);
        Assert.DoesNotContain(Everything.TextsOf(facts), text => text.Contains("planted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mF_9.B5f-4.1JqM", TokenShape.Opaque)]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0", TokenShape.BrokenJwt)]
    [InlineData("eyJhbGciOiJub25lIn0.!!!.x", TokenShape.BrokenJwt)]
    [InlineData("eyJhbGciOiJkaXIifQ..a.b.c", TokenShape.Jwe)]
    public void Tells_what_a_token_looks_like(string token, TokenShape shape) => Assert.Equal(shape, Shown("Bearer " + token).Token!.Shape);

    [Fact]
    public void Half_a_character_in_a_claim_makes_it_broken_and_nothing_worse() =>
        Assert.Equal(TokenShape.BrokenJwt, Shown("Bearer " + Token("""{"alg":"none"}""", """{"sub":"\ud800"}""")).Token!.Shape);

    [Theory]
    [InlineData("Bearer abc123def", "bearer abc123def", true)]
    [InlineData("Bearer abc123def", "DPoP abc123def", true)]
    [InlineData("Bearer abc123def", "Bearer abc123deF", false)]
    [InlineData("Basic YW5uYTp4", "Basic YW5uYTp5", false)]
    public void Equal_secrets_have_equal_marks_and_others_do_not(string one, string other, bool isEqual) => Assert.Equal(isEqual, Shown(one).Mark == Shown(other).Mark);

    [Fact]
    public void The_same_secret_in_two_places_is_seen_to_be_the_same()
    {
        var request = _intake.Request("POST", "http://anna:s3cret-x@a.example/?access_token=abc123def", null, null, [new("Authorization", "Bearer abc123def"), new("Proxy-Authorization", "Basic " + Convert.ToBase64String("anna:s3cret-x"u8))]);

        Assert.Equal([CredentialsPlace.Authorization, CredentialsPlace.ProxyAuthorization, CredentialsPlace.Userinfo, CredentialsPlace.Query], request.Credentials.Select(each => each.Place));
        Assert.Equal((request.Credentials[0].Mark, request.Credentials[1].Mark), (request.Credentials[3].Mark, request.Credentials[2].Mark));
        Assert.NotEqual(new MessageIntake().Request("GET", "/?access_token=abc123def", null, null, []).Credentials[0].Mark, request.Credentials[3].Mark);
    }

    [Theory]
    [InlineData("Digest username=\"anna\", realm=\"Orders, 2026\", nonce=\"n\", uri=\"/x?a=1\", nc=00000001, cnonce=\"c\", qop=auth, response=\"r\"")]
    [InlineData("Digest username=\"an\\\"na\", uri=\"/\", response=\"r\"")]
    public void Digest_is_shown_as_it_was_sent(string value)
    {
        var request = _intake.Request("GET", "/", null, null, [new("Authorization", value)]);

        Assert.Equal(value, request.Fields.First("Authorization"));
        Assert.Contains(request.Credentials[0].DigestParams, parameter => parameter.Name == "response" && parameter.Value == "r");
    }

    [Theory]
    [InlineData("WWW-Authenticate", "Bearer realm=\"token service\", error=\"invalid_token\", error_description=\"The access token: expired\"")]
    [InlineData("WWW-Authenticate", "Cookie realm=\"x\", form-action=\"/login\", cookie-name=\"session\"")]
    [InlineData("WWW-Authenticate", "Digest realm=\"x\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=\"auth\"")]
    [InlineData("Access-Control-Allow-Headers", "Authorization, X-API-Key")]
    [InlineData("Authentication-Info", "rspauth=\"373002b5\", nextnonce=\"abc123\"")]
    [InlineData("Cache-Control", "no-store, private, max-age=0")]
    [InlineData("Vary", "Authorization, Cookie")]
    [InlineData("Location", "https://login.example/authorize?client_id=orders&response_type=code&scope=openid&state=xyz&code_challenge=E9Me")]
    [InlineData("Link", "<https://a.example/next?page=2>; rel=\"next\"")]
    [InlineData("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)")]
    [InlineData("Date", "Sun, 22 Nov 2026 20:56:30 GMT")]
    [InlineData("Set-Cookie", "session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Secure; HttpOnly; SameSite=Lax")]
    [InlineData("X-Auth-Request-User", "anna")]
    [InlineData("DPoP-Nonce", "eyJ7S_zG.eyJH0-Z")]
    public void What_is_no_secret_stays_as_it_is(string name, string value) => Assert.Equal(value, _intake.Response(401, "", null, [new(name, value)]).Fields.First(name));

    [Theory]
    [InlineData("""{"error":"invalid_token","code":"TOKEN_EXPIRED","message":"Token: expired at 12:00","status":401}""")]
    [InlineData("""{"type":"https://a.example/problems/token-expired","title":"Unauthorized","detail":"The key is not known.","token":null}""")]
    [InlineData("<html><body><h1>401 Authorization Required</h1><code>nginx</code></body></html>")]
    [InlineData("Basic authentication is required. Authorization: required")]
    [InlineData("""{"token_endpoint":"https://a.example/token","token_endpoint_auth_methods_supported":["private_key_jwt"],"grant_types_supported":["password"]}""")]
    public void What_an_error_says_stays_as_it_is(string content) =>
        Assert.Equal(content, _intake.Response(401, "Unauthorized", null, [], Encoding.UTF8.GetBytes(content)).Content.Text);

    [Theory]
    [InlineData("sidebar=open; theme=dark; csrftoken=abc; author=anna", 0)]
    [InlineData("connect.sid=abc; JSESSIONID=def; remember_user_token=ghi", 3)]
    public void Only_cookies_that_tell_who_sends_them_are_credentials(string value, int count) =>
        Assert.Equal(count, _intake.Request("GET", "/", null, null, [new("Cookie", value)]).Credentials.Length);

    private PresentedCredentials Shown(string value) => Assert.Single(_intake.Request("GET", "/", null, null, [new("Authorization", value)]).Credentials);

    private static string Token(string header, string claims) => $"{Encode(header)}.{Encode(claims)}.";

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> TokensIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => TokensIn(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(TokensIn),
        JsonValueKind.String when json.GetString() is { } text && text.StartsWith("eyJ", StringComparison.Ordinal) && text.Split('.') is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }] && !text.Contains(' ', StringComparison.Ordinal) => [json.GetString()!],
        _ => [],
    };
}
