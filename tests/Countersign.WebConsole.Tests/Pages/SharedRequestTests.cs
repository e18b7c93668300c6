using Countersign.WebConsole.Pages.Playground;
using Countersign.WebConsole.Pages.Playground.Code;
using Countersign.WebConsole.Ports;
using Xunit;

namespace Countersign.WebConsole.Pages;

public sealed class SharedRequestTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2VjcmV0LXNpZ25hdHVyZS1vZi1hbm5h";

    [Theory]
    [InlineData("https://anna:hush-hush@api.example/orders?page=2", "https://api.example/orders?page=2")]
    [InlineData("https://hush-hush@api.example/", "https://api.example/")]
    [InlineData("https://api.example/orders?access_token=hush-hush&page=2", "https://api.example/orders?access_token={{ACCESS_TOKEN}}&page=2")]
    [InlineData("https://api.example/?api_key=hush-hush&api_key=hush-hush2", "https://api.example/?api_key={{API_KEY}}&api_key={{API_KEY_2}}")]
    [InlineData("https://api.example/?token={{MINE}}&page=2", "https://api.example/?token={{MINE}}&page=2")]
    [InlineData("https://api.example/orders?page=2#top", "https://api.example/orders?page=2#top")]
    public void An_address_is_shared_without_its_secrets(string url, string shared) => Assert.Equal(shared, SharedRequest.Of(new("GET", url)).Url);

    [Theory]
    [InlineData("Authorization", "Bearer " + Jwt, "Bearer {{TOKEN}}")]
    [InlineData("Authorization", "Bearer {{MINE}}", "Bearer {{MINE}}")]
    [InlineData("Authorization", "Basic YW5uYTpodXNoLWh1c2g=", "Basic {{CREDENTIALS}}")]
    [InlineData("Cookie", "session=hush-hush; theme=dark", "session={{COOKIE}}; theme={{COOKIE_2}}")]
    [InlineData("X-API-Key", "hush-hush", "{{X_API_KEY}}")]
    [InlineData("Referer", "https://app.example/?token=hush-hush", "https://app.example/?token={{REFERER}}")]
    [InlineData("Accept", "application/json", "application/json")]
    [InlineData("X-Debug", Jwt, "{{X_DEBUG}}")]
    public void A_field_is_shared_with_a_variable_in_the_place_of_its_secret(string name, string value, string shared)
    {
        var field = Assert.Single(SharedRequest.Of(new("GET", "https://api.example/") { Fields = [(name, value)] }).Fields);

        Assert.Equal((name, shared), field);
    }

    [Theory]
    [InlineData("application/json", """{"user":"anna","password":"hush-hush"}""", """{"user":"anna","password":"{{PASSWORD}}"}""")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=refresh_token&refresh_token=hush-hush", "grant_type=refresh_token&refresh_token={{REFRESH_TOKEN}}")]
    [InlineData("text/plain", "nothing to hide", "nothing to hide")]
    public void A_content_is_shared_with_variables_in_the_place_of_its_secrets(string type, string content, string shared) =>
        Assert.Equal(shared, SharedRequest.Of(new("POST", "https://api.example/") { Fields = [("Content-Type", type)], Content = content }).Content);

    [Fact]
    public void Neither_address_nor_code_of_any_language_has_a_secret()
    {
        foreach (var login in Enum.GetValues<ComposedLogin>())
        {
            var shared = SharedRequest.Of(new("POST", "https://anna:hush-hush@api.example/?client_secret=hush-hush")
            {
                Fields = [("Authorization", "Basic aHVzaC1odXNoOmh1c2gtaHVzaA=="), ("X-Note", "my hush-hush")],
                Content = "password=hush-hush",
                Login = login,
                User = "anna",
                Secret = new("hush-hush"),
                ProofKey = new("""{"d":"hush-hush"}"""),
                Renewal = new("https://anna:hush-hush@id.example/token", "web") { ClientSecret = new("hush-hush"), RefreshToken = new("hush-hush") },
            });

            var texts = CodeForm.All.Select(form => form.Write(CodeRequest.Of(shared))).Append(Uri.UnescapeDataString(PlaygroundForm.QueryOf(shared)));
            Assert.All(texts, text =>
            {
                Assert.DoesNotContain("hush-hush", text, StringComparison.Ordinal);
                Assert.DoesNotContain("aHVzaC1odXNo", text, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void A_variable_without_a_value_is_told_and_one_with_a_value_is_filled_in()
    {
        var request = new ComposedRequest("GET", "https://api.example/{{PLACE}}") { Fields = [("X-Key", "a{{KEY}}b")] };

        Assert.Equal(["PLACE", "KEY"], Variables.NamesIn(request));
        var filled = Variables.Fill(request, new Dictionary<string, string>(StringComparer.Ordinal) { ["KEY"] = "1" });
        Assert.Equal("a1b", filled.Fields[0].Value);
        Assert.Equal(["PLACE"], Variables.NamesIn(filled));
        Assert.Equal("The variable PLACE has no value yet: give it one below Variables.", new PlaygroundForm(request with { Fields = [] }).ToOrder().Fault);
    }

    [Fact]
    public void A_user_of_Digest_is_not_given_to_Basic()
    {
        var (order, fault) = new PlaygroundForm(new("GET", "https://api.example/") { Login = ComposedLogin.Digest, User = "anna", Secret = new("secret") }).ToOrder();

        Assert.Null(fault);
        Assert.Equal(UserScheme.Digest, order!.UserScheme);
    }
}
