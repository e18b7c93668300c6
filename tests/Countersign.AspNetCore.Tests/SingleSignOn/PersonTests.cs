using System.Text.Json.Nodes;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Decisions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>Who somebody is by what a provider says.</summary>
public sealed class PersonTests
{
    [Theory]
    [InlineData("anna@example.org", "true", "anna@example.org")]
    [InlineData("anna@example.org", "\"true\"", "anna@example.org")]
    [InlineData("anna@example.org", null, "anna@example.org")]     // OpenID Connect: who says nothing of it verifies all
    [InlineData("anna@example.org", "false", null)]
    [InlineData("anna@example.org", "\"no\"", null)]
    [InlineData("anna@example.org", "0", null)]
    [InlineData("anna@example.org", "{}", null)]
    [InlineData("anna@evil@example.org", "true", null)]
    [InlineData("Anna <anna@example.org>", "true", null)]
    public async Task Has_the_address_that_was_verified_alone(string email, string? verified, string? known)
    {
        using var stage = new SignOnStage();
        stage.Double.Person["email"] = email;
        Set(stage.Double.Person, "email_verified", verified);

        Assert.Equal(known, (await stage.SignInAsync()).Person!.Subject.Email);
    }

    [Fact]
    public async Task Takes_the_word_on_an_address_from_where_the_address_stands()
    {
        using var stage = new SignOnStage();
        stage.Double.ChangeClaims = claims => (claims["email"], claims["email_verified"]) = ("eve@example.org", false);
        stage.Double.Person.Remove("email");

        Assert.Null((await stage.SignInAsync()).Person!.Subject.Email);
    }

    [Theory]
    [InlineData("true", "anna@example.org")]
    [InlineData("false", null)]
    [InlineData(null, null)]
    public async Task Has_no_address_of_an_OAuth_provider_that_does_not_say_that_it_was_verified(string? verified, string? known)
    {
        using var stage = new SignOnStage(OAuth);
        Set(stage.Double.Person, "email_verified", verified);

        Assert.Equal(known, (await stage.SignInAsync()).Person!.Subject.Email);
    }

    [Fact]
    public async Task Has_the_name_and_the_lasting_id_that_an_OAuth_provider_tells()
    {
        using var stage = new SignOnStage(options => OAuth(options) with { SubjectClaim = "id", Claims = new() { Name = "login", Groups = "org.teams" }, VerifiedClaim = null });
        (stage.Double.Person["id"], stage.Double.Person["login"], stage.Double.Person["org"]) = (17, "anna-b", new JsonObject { ["teams"] = new JsonArray("a", "b") });
        stage.Double.ChangeTokens = tokens =>
        {
            tokens.Remove("id_token");
            tokens.Remove("refresh_token");
            tokens["token_type"] = "bearer";
        };

        var outcome = await stage.SignInAsync();

        var person = outcome.Person!;
        Assert.Equal(("anna-b", "17", "anna@example.org", DateTimeOffset.UnixEpoch), (person.Subject.Name, person.ProviderSubject, person.Subject.Email, person.At));
        Assert.Equal(["a", "b"], person.Subject.Groups);
        Assert.Null(outcome.Tokens!.Ends);
    }

    [Fact]
    public async Task Sends_nobody_to_an_OAuth_provider_for_what_that_can_t_tell()
    {
        using var stage = new SignOnStage(OAuth);

        Assert.Equal(Refusal.SignOnTooWeak, (await stage.BeginAsync(demand: new([], TimeSpan.FromMinutes(5)))).Refusal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("[\"anna\",\"eve\"]")]
    [InlineData("{\"first\":\"anna\"}")]
    [InlineData("\"an\\u0000na\"")]
    public async Task Signs_nobody_in_without_one_name(string name)
    {
        using var stage = new SignOnStage(options => options with { Claims = new() { Name = "nick" } });
        stage.Double.Person["nick"] = JsonNode.Parse(name);

        Assert.Equal(Refusal.SignOnPersonUnknown, (await stage.SignInAsync()).Refusal);
    }

    [Fact]
    public async Task Takes_no_address_that_was_not_verified_for_a_name()
    {
        using var stage = new SignOnStage(options => options with { Claims = new() { Name = "email" } });
        stage.Double.Person["email_verified"] = false;

        Assert.Equal(Refusal.SignOnPersonUnknown, (await stage.SignInAsync()).Refusal);
    }

    [Fact]
    public async Task Uses_nothing_that_is_told_of_another_person()
    {
        using var stage = new SignOnStage();
        stage.Double.Person["sub"] = "eve";

        var outcome = await stage.SignInAsync();

        Assert.Equal((Refusal.SignOnTokenInvalid, "https://op.example/me: the answer is about another person than the ID token."), (outcome.Refusal, outcome.Evidence));
    }

    [Fact]
    public async Task Asks_for_nothing_that_the_ID_token_says()
    {
        using var stage = new SignOnStage();
        stage.Double.ChangeClaims = claims => (claims["email"], claims["groups"]) = ("anna@example.org", "staff");

        Assert.Equal("anna@example.org", (await stage.SignInAsync()).Person!.Subject.Email);
        Assert.DoesNotContain("/me", stage.Double.Asked);
    }

    [Fact]
    public async Task Keeps_the_claims_that_routes_ask_for_and_no_others()
    {
        using var stage = new SignOnStage(options => options with { KeptClaims = ["tenant", "org.unit", "missing", "large"] });
        (stage.Double.Person["tenant"], stage.Double.Person["org"], stage.Double.Person["secret"]) = ("blue", new JsonObject { ["unit"] = 7 }, "x");
        stage.Double.Person["large"] = new string('x', 4096);

        var claims = (await stage.SignInAsync()).Person!.Subject.Claims!;

        Assert.Equal(ProviderDouble.Name, claims.Issuer);
        Assert.Equal(["blue"], claims.Values("tenant"));
        Assert.Equal(["7"], claims.Values("org.unit"));
        Assert.All((string[])["missing", "large", "secret", "nonce"], name => Assert.Empty(claims.Values(name)));
    }

    private static ProviderOptions OAuth(ProviderOptions options) => new("corp", ProviderKind.OAuth, options.Client)
    {
        AuthorizationEndpoint = new($"{ProviderDouble.Name}/authorize"),
        TokenEndpoint = new($"{ProviderDouble.Name}/token"),
        UserInfoEndpoint = new($"{ProviderDouble.Name}/me"),
        Scopes = ["user"],
    };

    private static void Set(JsonObject person, string name, string? json)
    {
        if (json is null)
            person.Remove(name);
        else
            person[name] = JsonNode.Parse(json);
    }
}
