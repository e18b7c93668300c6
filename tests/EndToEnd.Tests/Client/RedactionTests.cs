using System.Text;
using Countersign.Cli.Requests;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>No secret is shown, wherever it stands.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("Authorization", "Basic YW5uYTpzZXNhbWU=", "Basic ***")]
    [InlineData("Authorization", "Bearer abc.def", "Bearer ***")]
    [InlineData("Authorization", "no credentials, \"at all", "***")]
    [InlineData("Authorization", "Digest username=\"anna\", response=\"0123456789abcdef\", uri=\"/\"", "Digest username=\"anna\", response=\"***\", uri=\"/\"")]
    [InlineData("Cookie", "a=1; sid=2", "a=***; sid=***")]
    [InlineData("Set-Cookie", "sid=secret; Path=/; HttpOnly", "sid=***; Path=/; HttpOnly")]
    [InlineData("X-API-Key", "cs_123", "***")]
    [InlineData("X-Auth-Token", "123", "***")]
    [InlineData("DPoP", "eyJ.a.b", "***")]
    [InlineData("Location", "https://user:pw@app.example/cb?code=abc&state=1#access_token=t", "https://***@app.example/cb?code=***&state=1#access_token=***")]
    [InlineData("WWW-Authenticate", "Basic realm=\"x\"", "Basic realm=\"x\"")]
    [InlineData("DPoP-Nonce", "abc", "abc")]
    public void Fields_keep_their_shape(string name, string value, string shown) => Assert.Equal(shown, new Redaction().Field(name, value));

    [Theory]
    [InlineData("application/json", """{"access_token":"a.b","token_type":"Bearer","expires_in":60}""", """{"access_token":"***","token_type":"Bearer","expires_in":60}""")]
    [InlineData("application/json", """{"a":{"client_secret" : "x\"y"},"pin":1234}""", """{"a":{"client_secret" : "***"},"pin":"***"}""")]
    [InlineData("application/json", """{"refresh_token":"cut of""", """{"refresh_token":"***" """)]
    [InlineData("application/json", """{"code":"not_found"}""", """{"code":"not_found"}""")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=refresh_token&refresh_token=a%2Bb&client_id=c", "grant_type=refresh_token&refresh_token=***&client_id=c")]
    [InlineData("application/x-www-form-urlencoded", "code=x&pass%77ord=y", "code=***&pass%77ord=***")]
    [InlineData("multipart/form-data", "--b\r\nContent-Disposition: form-data; name=password\r\n\r\nx\r\n--b--\r\n", "--b\r\nContent-Disposition: form-data; name=password\r\n\r\n***\r\n--b--\r\n")]
    [InlineData("text/plain", "password: x", "password: x")]
    public void Contents_keep_their_shape(string type, string text, string shown) => Assert.Equal(shown.TrimEnd(), new Redaction().Content(type, text).TrimEnd());

    [Fact]
    public void What_is_known_is_found_in_every_writing()
    {
        var random = new Random(401);
        for (var i = 0; i < 2000; i++)
        {
            var password = Text(random, random.Next(6, 20));
            var credentials = new GivenCredentials { User = "anna", Password = new(password), Token = new(Text(random, 24)), Key = new(Text(random, 16)), KeyField = "X-Odd" };
            var redaction = Redaction.Of(credentials);
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"anna:{password}"));
            string[] secrets = [password, credentials.Token.Reveal(), credentials.Key.Reveal(), basic];

            foreach (var secret in secrets)
            {
                string[] shown =
                [
                    redaction.Text($"before {secret} behind"),
                    redaction.Address($"https://a.example/?x={Uri.EscapeDataString(secret)}&y=1"),
                    redaction.Field("X-Odd", secret),
                    redaction.Field("X-Echo", $"it was {secret}"),
                    redaction.Content("application/json", System.Text.Json.JsonSerializer.Serialize(new { echo = secret })),
                    redaction.Content("application/x-www-form-urlencoded", $"q={Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal)}"),
                ];
                Assert.All(shown, text => Assert.Contains("***", text, StringComparison.Ordinal));
                Assert.All(shown, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void What_an_exchange_brings_is_learnt()
    {
        var redaction = new Redaction();
        redaction.LearnField("Authorization", "Bearer brought-by-it");
        redaction.LearnField("Set-Cookie", "sid=cookie-value; Path=/");
        redaction.Content("application/json", """{"refresh_token":"refreshed-by-it"}""");

        Assert.Equal("*** *** ***", redaction.Text("brought-by-it cookie-value refreshed-by-it"));
    }

    [Fact]
    public void A_short_secret_is_covered_where_it_is_a_whole_value()
    {
        var redaction = Redaction.Of(new() { User = "anna", Password = new("1234") });

        Assert.Equal("""{"echo":"***","list":["***","12345"],"1234":"in 1234"}""", redaction.Content("application/json", """{"echo":"1234","list":["1234","12345"],"1234":"in 1234"}"""));
        Assert.Equal("a=***&b=12345&c=***", redaction.Content("application/x-www-form-urlencoded", "a=1234&b=12345&c=1234"));
        Assert.Equal("https://a.example/1234?a=***", redaction.Address("https://a.example/1234?a=1234"));
        Assert.Equal("***", redaction.Field("X-Echo", "1234"));
        Assert.Equal("12 of 1234 are here", redaction.Text("12 of 1234 are here"));
    }

    [Fact]
    public void What_was_ordered_is_known_before_it_is_sent()
    {
        var order = new RequestOrder(HttpMethod.Post, new("https://a.example/?api_key=in-the-query"))
        {
            Content = RequestContent.OfParts([("password", RequestContent.Of("in-a-part"u8.ToArray(), null)), ("photo", RequestContent.OfFile("me.png"))]),
            ProxyUser = ("ali", new("of-the-proxy")),
        };
        var json = new RequestOrder(HttpMethod.Post, new("https://a.example/")) { Content = RequestContent.Of("""{"client_secret":"in-an-object"}"""u8.ToArray(), "application/json") };

        Assert.Equal("*** *** ***", Redaction.For(order).Text("in-the-query in-a-part of-the-proxy"));
        Assert.Equal("***", Redaction.For(json).Text("in-an-object"));
    }

    [Fact]
    public void The_parts_of_a_form_are_read_one_by_one()
    {
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nplain\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=me.png\r\nContent-Type: image/png\r\n\r\n\u0089PNG\0hidden-in-it\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nin-a-part\r\n"
            + "--b\r\nContent-Disposition: form-data; name*=utf-8''pass%77ord\r\n\r\nin-another\r\n--b--\r\n";
        var redaction = new Redaction();

        var shown = redaction.Content("multipart/form-data", Form);

        Assert.Contains("name=\"a\"\r\n\r\nplain\r\n", shown, StringComparison.Ordinal);
        Assert.All(["hidden-in-it", "in-a-part", "in-another"], secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
        Assert.Equal("***", redaction.Text("in-a-part"));
    }

    [Fact]
    public void The_end_of_a_text_that_was_cut_off_may_be_the_beginning_of_a_secret()
    {
        var redaction = Redaction.Of(new() { Token = new("a-long-secret-token") });

        Assert.DoesNotContain("a-long", redaction.Cut(redaction.Text($"{new string('x', 100)} a-long-secret-to"), isWhole: false), StringComparison.Ordinal);
    }

    private static string Text(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('!', '~' + 1)));
}
