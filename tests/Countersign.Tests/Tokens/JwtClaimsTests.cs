using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.TestKit;
using Countersign.Tokens;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class JwtClaimsTests
{
    public static TheoryData<string, string> Tokens =>
        [.. from kind in (string[])["access_tokens", "id_tokens", "logout_tokens"]
            from vector in Vectors.Load("jwt-claims.json").GetProperty(kind).EnumerateArray()
            select (kind, vector.GetProperty("id").GetString()!)];

    [Theory, MemberData(nameof(Tokens))]
    public void Reads_the_claims_of_the_vector(string kind, string id)
    {
        var vector = Vectors.Load("jwt-claims.json").GetProperty(kind).EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);
        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(vector.GetProperty("token").GetString()!.Split('.')[1]);

        var claims = JwtClaimsReader.Read(payload, out var fault)!;

        Assert.Null(fault);
        Assert.Equal(id == "AT-16" ? ["exp"] : [], claims.Faults.Select(each => each.Name));
        foreach (var expected in vector.GetProperty("claims").EnumerateObject())
        {
            Assert.True(claims.TryGet(expected.Name, out var value));
            Assert.True(JsonElement.DeepEquals(expected.Value, value));
        }
    }

    [Fact]
    public void Gives_the_claims_their_types()
    {
        var claims = Read("""
            {"iss":"https://i.example","sub":"a","aud":["x","y"],"exp":1700000000.25,"nbf":17e8,"iat":-1,"jti":"j","client_id":"c","scope":" read  write ","realm":{"roles":["r"]}}
            """);

        Assert.Equal(("https://i.example", "a", "j", "c"), (claims.Issuer, claims.Subject, claims.Id, claims.ClientId));
        Assert.Equal(["x", "y"], claims.Audience);
        Assert.Equal(["read", "write"], claims.Scopes);
        Assert.Equal((1700000000.25m, 1700000000m, -1m), (claims.ExpiresAt?.Seconds, claims.NotBefore?.Seconds, claims.IssuedAt?.Seconds));
        Assert.True(claims.TryGet("realm", out var realm));
        Assert.Equal("r", realm.GetProperty("roles")[0].GetString());
        Assert.Empty(claims.Faults);
        Assert.Equal("***", claims.ToString());
    }

    [Fact]
    public void Has_nothing_where_nothing_was_said()
    {
        var claims = Read("{}");

        Assert.Equal((null, null, null, null), (claims.Issuer, claims.ExpiresAt, claims.NotBefore, claims.Id));
        Assert.Empty(claims.Audience);
        Assert.Empty(claims.Scopes);
        Assert.False(claims.TryGet("iss", out _));
    }

    [Theory]
    [InlineData("{\"aud\":\"x\"}", "x")]
    [InlineData("{\"aud\":[\"x\",\"X\"]}", "x", "X")]
    [InlineData("{\"aud\":[]}")]
    public void Reads_one_audience_or_several(string json, params string[] audience) => Assert.Equal(audience, Read(json).Audience);

    [Fact]
    public void Reads_a_scope_that_is_a_list() => Assert.Equal(["read", "write"], Read("{\"scope\":[\"read\",\"write\"]}").Scopes);

    [Theory]
    [InlineData("iss", "7"), InlineData("sub", "null"), InlineData("aud", "7"), InlineData("aud", "[\"x\",7]"), InlineData("aud", "{}")]
    [InlineData("exp", "\"1700000300\""), InlineData("nbf", "true"), InlineData("iat", "null"), InlineData("jti", "[]")]
    [InlineData("client_id", "1"), InlineData("scope", "1"), InlineData("scope", "[1]")]
    public void Names_a_claim_that_is_not_of_its_type(string name, string value)
    {
        var claims = Read($"{{\"{name}\":{value}}}");

        Assert.Equal(new TokenFault(TokenFaultKind.ClaimTypeWrong, TokenPart.Payload, Name: name), Assert.Single(claims.Faults));
        Assert.Equal((null, null, null, null), (claims.Issuer, claims.Subject, claims.ExpiresAt, claims.ClientId));
        Assert.Empty(claims.Audience);
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("scope")]
    public void Takes_nothing_within_an_object_for_a_claim_and_reads_on_behind_it(string name)
    {
        var claims = Read($"{{\"{name}\":{{\"iss\":\"https://evil.example\",\"sub\":\"root\"}},\"exp\":1700000300,\"sub\":\"anna\"}}");

        Assert.Equal(new TokenFault(TokenFaultKind.ClaimTypeWrong, TokenPart.Payload, Name: name), Assert.Single(claims.Faults));
        Assert.Equal((null, "anna", new NumericDate(1700000300)), (claims.Issuer, claims.Subject, claims.ExpiresAt));
    }

    [Theory]
    [InlineData("1e400"), InlineData("-1e400"), InlineData("1e20"), InlineData("99999999999999999999")]
    [InlineData("1700000000.0000000000000000000000000000000001")]
    [InlineData("1e99999999999999999999999999")]
    [InlineData("17000000000000000000000000000000000000000000000000000000")]
    public void Names_a_number_that_is_no_moment(string number)
    {
        var claims = Read($"{{\"exp\":{number}}}");

        Assert.Equal(new TokenFault(TokenFaultKind.ClaimNumberOutOfRange, TokenPart.Payload, Name: "exp"), Assert.Single(claims.Faults));
        Assert.Null(claims.ExpiresAt);
    }

    [Theory]
    [InlineData("0", "0"), InlineData("-0", "0"), InlineData("1e3", "1000"), InlineData("1.5E0", "1.5"), InlineData("1000000000000000.0", "1000000000000000")]
    [InlineData("9223372036854775807", "9223372036854775807"), InlineData("1700000000.0000000000000001", "1700000000.0000000000000001")]
    public void Reads_numbers_exactly(string number, string seconds) =>
        Assert.Equal(decimal.Parse(seconds, CultureInfo.InvariantCulture), Read($"{{\"exp\":{number}}}").ExpiresAt?.Seconds);

    [Fact]
    public void Lists_every_claim_that_is_wrong() =>
        Assert.Equal(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope"], Read("""
            {"iss":{"x":[]},"sub":0,"aud":[[["a"]],"b"],"exp":"","nbf":{"exp":1},"iat":[1],"jti":0,"client_id":0,"scope":{"iss":"x"}}
            """).Faults.Select(fault => fault.Name));

    [Theory]
    [InlineData("{}")]
    [InlineData(""" {"iss" : "a" , "exp":1, "n" : [ 1, {"n":2} ] ,"o":{"iss":"b"}, "t": true,"z":null , "é":"é", "a.b":{"c":"d"} } """)]
    [InlineData("""{"n\u0061me":"x","name2":"y"}""")]
    [InlineData("""{"aud":["a","b"],"cnf":{"jkt":"k"},"scope":"a b","sub":0,"":"empty"}""")]
    public void Finds_each_claim_as_it_stands_among_all(string payload)
    {
        var claims = Read(payload);
        var names = claims.All.EnumerateObject().Select(member => member.Name).ToArray();

        Assert.All(names, name => Assert.Equal(claims.All.GetProperty(name).GetRawText(), claims.TryGet(name, out var value) ? value.GetRawText() : null));
        Assert.All((string[])["nam", "names", "ISS", "c", "é ", "n\\u0061me", "b"], name => Assert.Equal(names.Contains(name), claims.TryGet(name, out _)));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(900)]
    public void Finds_claims_however_many_there_are(int count)
    {
        var claims = Read("{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"c{i}\":{i}")) + "}");

        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(i, claims.TryGet($"c{i}", out var value) ? value.GetInt32() : -1));
        Assert.False(claims.TryGet($"c{count}", out _));
    }

    [Theory]
    [InlineData("[]", TokenFaultKind.JsonNotAnObject)]
    [InlineData("", TokenFaultKind.JsonMalformed)]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", TokenFaultKind.JsonMalformed)]
    [InlineData("{\"iss\":\"a\",\"iss\":\"b\"}", TokenFaultKind.JsonDuplicateMember)]
    [InlineData("{\"a\":{\"iss\":\"a\",\"\\u0069ss\":\"b\"}}", TokenFaultKind.JsonDuplicateMember)]
    [InlineData("{\"sub\":\"\\udfff\"}", TokenFaultKind.JsonLoneSurrogate)]
    public void Names_what_makes_a_payload_no_claims(string payload, TokenFaultKind kind)
    {
        var token = JwsReader.Read(TokenStage.Sign(TokenStage.Hs256, "{\"alg\":\"HS256\"}", payload)).Token!;

        Assert.Null(JwtClaimsReader.Read(token, out var fault));
        Assert.Equal((kind, TokenPart.Payload), (fault!.Value.Kind, fault.Value.Part));
    }

    [Theory]
    [InlineData("JWT", true), InlineData("application/jwt", true), InlineData("json", false)]
    public void Reads_no_token_within_a_token(string contentType, bool isNested)
    {
        var token = JwsReader.Read(TokenStage.Sign(TokenStage.Hs256, $"{{\"alg\":\"HS256\",\"cty\":\"{contentType}\"}}")).Token!;

        Assert.Equal(isNested, JwtClaimsReader.Read(token, out var fault) is null);
        Assert.Equal(isNested ? TokenFaultKind.TokenNested : null, fault?.Kind);
    }

    [Fact]
    public void Tells_moments_as_times()
    {
        var time = new DateTimeOffset(2023, 11, 14, 22, 13, 20, 250, TimeSpan.Zero);

        Assert.Equal(1700000000.25m, NumericDate.Of(time).Seconds);
        Assert.Equal(time, new NumericDate(1700000000.25m).ToTime());
        Assert.Equal(DateTimeOffset.MinValue, NumericDate.Of(DateTimeOffset.MinValue).ToTime());
        Assert.Null(new NumericDate(1e15m).ToTime());
        Assert.Null(new NumericDate(-1e19m).ToTime());
        Assert.Null(new NumericDate(decimal.MaxValue).ToTime());
    }

    [Fact]
    public void No_number_makes_it_throw() => Prop.ForAll<int, NonNegativeInt, int>((whole, fraction, exponent) =>
    {
        var claims = Read($"{{\"exp\":{whole}.{fraction.Get}e{exponent},\"nbf\":{whole}e{exponent % 40}}}");
        Assert.All(claims.Faults, fault => Assert.Equal(TokenFaultKind.ClaimNumberOutOfRange, fault.Kind));
        _ = claims.NotBefore?.ToTime();
    }).QuickCheckThrowOnFailure();

    private static JwtClaims Read(string json)
    {
        var claims = JwtClaimsReader.Read(Encoding.UTF8.GetBytes(json.Trim()), out var fault);
        Assert.Null(fault);
        return claims!;
    }
}
