using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Schemes.Bearer;
using Countersign.Tests.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Bearer;

public sealed class BearerSchemeTests
{
    private readonly BearerStage _stage = new();

    [Theory]
    [InlineData(null, 401, "Bearer realm=\"example\"")]                        // BR-01
    [InlineData("Basic dXNlcjpwYXNz", 401, "Bearer realm=\"example\"")]        // BR-02
    [InlineData("Bearer", 401, "Bearer realm=\"example\"")]                    // BR-10
    [InlineData("Bearer a b", 400, "Bearer realm=\"example\", error=\"invalid_request\", error_description=\"The request holds no single token\"")] // BR-11
    [InlineData("Bearer a=b", 400, "Bearer realm=\"example\", error=\"invalid_request\", error_description=\"The request holds no single token\"")]
    [InlineData("Bearer abc", 401, "Bearer realm=\"example\", error=\"invalid_token\", error_description=\"The access token is not valid\"")]
    [InlineData("Basic a b", 400, "Bearer realm=\"example\"")]
    public async Task Challenges_as_RFC_6750_wants_it(string? authorization, int status, string challenge)
    {
        var decision = await _stage.Decide(authorization);

        Assert.Equal(status, decision.Refusal!.Value.Row().Status);
        Assert.Equal([challenge], BearerStage.Challenges(authorization, _stage.Policy(), decision));
    }

    [Fact]
    public async Task Takes_the_scheme_in_any_case()
    {
        var decision = await _stage.Decide("bearer " + _stage.Token());

        Assert.Equal("anna", decision.Subject?.Name);
    }

    [Fact]
    public async Task Takes_nothing_without_TLS()
    {
        var token = "Bearer " + _stage.Token();

        var decision = await Gate.DecideAsync(new StageFacts(token, isTls: false), _stage.Policy(), TestContext.Current.CancellationToken);

        Assert.Equal(Refusal.CleartextTransport, decision.Refusal);
    }

    [Fact]
    public async Task Reads_groups_roles_scopes_and_the_address_of_its_claims()
    {
        var decision = await _stage.Decide("Bearer " + _stage.Token(claims =>
        {
            claims["groups"] = new JsonArray("staff", "ops");
            claims["roles"] = "admin";
            claims["scope"] = "read write";
            claims["email"] = "anna@example.org";
        }));

        var subject = decision.Subject!;
        Assert.Equal(["staff", "ops"], subject.Groups);
        Assert.Equal(["admin"], subject.Roles);
        Assert.Equal(["read", "write"], subject.Scopes);
        Assert.Equal("anna@example.org", subject.Email);
        Assert.Equal("user", subject.Kind);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"False\"")]
    [InlineData("\"no\"")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[true,false]")]
    public async Task Leaves_out_an_address_that_was_not_verified(string verified)
    {
        var token = _stage.Token(claims => (claims["email"], claims["email_verified"]) = ("anna@example.org", JsonNode.Parse(verified)));

        Assert.Null((await _stage.Decide("Bearer " + token)).Subject!.Email);
        var strict = new BearerStage { Rules = _stage.Rules with { Required = ["email"] } };
        Assert.Equal(Refusal.BearerClaimMissing, (await strict.Decide("Bearer " + token)).Refusal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    [InlineData("\"True\"")]
    public async Task Takes_an_address_that_was_verified(string verified)
    {
        var token = _stage.Token(claims => (claims["email"], claims["email_verified"]) = ("anna@example.org", JsonNode.Parse(verified)));

        Assert.Equal("anna@example.org", (await _stage.Decide("Bearer " + token)).Subject!.Email);
    }

    [Fact]
    public async Task A_program_that_speaks_for_itself_is_a_client() =>
        Assert.Equal("client", (await _stage.Decide("Bearer " + _stage.Token(claims => claims["sub"] = "app"))).Subject!.Kind);

    [Fact]
    public async Task Names_the_scopes_that_are_needed_with_403()
    {
        var policy = _stage.Policy() with { Scopes = ["read", "write"] };

        var decision = await _stage.Decide("Bearer " + _stage.Token(), policy);

        Assert.Equal(Refusal.ScopeInsufficient, decision.Refusal);
        Assert.Equal(
            ["Bearer realm=\"example\", error=\"insufficient_scope\", error_description=\"The access token lacks a scope\", scope=\"read write\""],
            BearerStage.Challenges(null, policy, decision));
    }

    [Theory]
    [InlineData("silver", 10, null)]
    [InlineData("gold", 300, null)]
    [InlineData("bronze", 10, "The acr is bronze; wanted: silver or gold.")]
    [InlineData(null, 10, "There is no acr; wanted: silver or gold.")]
    [InlineData("gold", 301, "The sign-in was 301 s ago; at most 300 s are wanted.")]
    [InlineData("gold", null, "There is no auth_time.")]
    public async Task Sends_people_to_sign_in_again_who_did_it_too_weakly_or_too_long_ago(string? acr, int? age, string? evidence)
    {
        var policy = _stage.Policy() with { SignIn = new(["silver", "gold"], TimeSpan.FromMinutes(5)), Scopes = ["write"] };
        var token = _stage.Token(claims =>
        {
            claims["scope"] = evidence is null ? "write" : "read";
            if (acr is not null)
                claims["acr"] = acr;
            if (age is not null)
                claims["auth_time"] = _stage.Clock.Now.ToUnixTimeSeconds() - age;
        });

        var decision = await _stage.Decide("Bearer " + token, policy);

        Assert.Equal(evidence is null, decision.IsAdmitted);
        if (evidence is null)
            return;
        Assert.Equal((Refusal.SignInInsufficient, evidence), (decision.Refusal, decision.Evidence));
        Assert.Equal(
            ["Bearer realm=\"example\", error=\"insufficient_user_authentication\", error_description=\"A stronger or more recent sign-in is needed\", acr_values=\"silver gold\", max_age=300, scope=\"write\""],
            BearerStage.Challenges(null, policy, decision));
    }

    [Theory]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1e400")]
    [InlineData("1700000000000")] // milliseconds
    [InlineData("-1")]
    [InlineData("[]")]
    public async Task Takes_no_odd_number_for_the_time_of_a_sign_in(string time)
    {
        var policy = _stage.Policy() with { SignIn = new([], TimeSpan.FromMinutes(5)) };

        var decision = await _stage.Decide("Bearer " + _stage.Token(claims => claims["auth_time"] = JsonNode.Parse(time)), policy);

        Assert.Equal(Refusal.SignInInsufficient, decision.Refusal);
    }

    [Theory]
    [InlineData("preferred_username", "\"\"")]
    [InlineData("preferred_username", "\"  \"")]
    [InlineData("sub", "\" \\u2003\"")]
    [InlineData("preferred_username", "[\"\",\"admin\"]")]
    [InlineData("preferred_username", "[]")]
    [InlineData("email", "\"boss@example.org\"")] // not verified
    public async Task Knows_nobody_by_an_empty_name_or_by_an_address_that_may_be_anybodys(string claim, string value)
    {
        var stage = new BearerStage { Rules = _stage.Rules with { Required = [claim] } };

        var decision = await stage.Decide("Bearer " + stage.Token(claims => (claims[claim], claims["email_verified"]) = (JsonNode.Parse(value), false)));

        Assert.Equal(Refusal.BearerClaimMissing, decision.Refusal);
    }

    [Fact]
    public async Task Lets_nobody_in_for_an_address_that_may_be_anybodys()
    {
        const string Boss = "boss@example.org";
        var token = "Bearer " + _stage.Token(claims => (claims["email"], claims["email_verified"]) = (Boss, false));
        var strict = new BearerStage { Rules = _stage.Rules with { Values = [new("email", [Boss])] } };
        var grouping = new BearerScheme("api", new(), new TokenVerifier([new(BearerStage.Issuer, _stage.Keys, _stage.Rules) { Subjects = new() { Groups = "email" } }], _stage.Revocations, _stage.Clock), _stage.Clock);

        var byRule = await strict.Decide(token);
        Assert.Equal((Refusal.BearerClaimNotAllowed, $"The email was not verified; wanted: {Boss}."), (byRule.Refusal, byRule.Verdict.Evidence));
        Assert.Equal(Refusal.SubjectNotAllowed, (await _stage.Decide(token, _stage.Policy() with { Claims = [new("email", [Boss])] })).Refusal);
        Assert.Equal(Refusal.SubjectNotAllowed, (await _stage.Decide(token, new(AccessKind.AnyOf) { Schemes = [grouping], Groups = [Boss] })).Refusal);
    }

    [Fact]
    public async Task A_demand_on_the_sign_in_lets_nobody_in_by_a_scheme_that_can_not_tell()
    {
        IAuthScheme other = new Countersign.Schemes.ApiKey.ApiKeyScheme("k", new(), new NoKeys());

        Assert.NotNull(other.LackOf(new([], TimeSpan.FromMinutes(1)), new("k")));
        Assert.False((await _stage.Decide("Bearer " + _stage.Token(), _stage.Policy() with { SignIn = new(["x"], null) })).IsAdmitted);
    }

    [Theory]
    [InlineData("admin", "eu", true)]
    [InlineData("reader", "eu", false)]
    [InlineData("admin", "us", false)]
    [InlineData(null, "eu", false)]
    public async Task Weighs_roles_and_claims_by_the_route(string? role, string region, bool admits)
    {
        var policy = _stage.Policy() with { Roles = ["admin", "root"], Claims = [new("address.region", ["eu", "ch"])] };
        var token = _stage.Token(claims =>
        {
            claims["address"] = new JsonObject { ["region"] = region };
            if (role is not null)
                claims["roles"] = new JsonArray(role);
        });

        var decision = await _stage.Decide("Bearer " + token, policy);

        Assert.Equal(admits ? null : Refusal.SubjectNotAllowed, decision.Refusal);
    }

    [Fact]
    public async Task Answers_503_and_no_challenge_while_the_issuer_can_not_be_asked_and_nothing_is_known()
    {
        _stage.Keys.Current = null;
        _stage.Keys.Answer = () => new KeyLook(null, IsCurrent: false, "connection refused");

        var decision = await _stage.Decide("Bearer " + _stage.Token());

        Assert.Equal(Refusal.IssuerUnavailable, decision.Refusal);
        Assert.Equal("No keys of https://issuer.example.com are known: connection refused", decision.Verdict.Evidence);
        Assert.Empty(BearerStage.Challenges(null, _stage.Policy(), decision));
    }

    [Fact]
    public async Task Does_not_blame_the_issuer_when_it_can_not_be_read_what_was_revoked()
    {
        _stage.Revocations.IsReadable = false;

        var decision = await _stage.Decide("Bearer " + _stage.Token());

        Assert.Equal((Refusal.ProtectionUnavailable, "What was revoked can't be read."), (decision.Refusal, decision.Verdict.Evidence));
        Assert.Empty(BearerStage.Challenges(null, _stage.Policy(), decision));
    }

    [Fact]
    public async Task Tells_every_failed_check_to_the_operator_and_one_word_to_strangers()
    {
        var token = _stage.Token(claims =>
        {
            claims["aud"] = "https://other.example/";
            claims["exp"] = 1_600_000_000;
            claims.Remove("sub");
        }, type: "JWT");

        var decision = await _stage.Decide("Bearer " + token);

        Assert.Equal(
            [Refusal.BearerTypeWrong, Refusal.BearerClaimMissing, Refusal.BearerAudienceWrong, Refusal.BearerTokenExpired],
            decision.Verdict.FailedChecks.Select(check => check.Refusal));
        Assert.Equal("bearer-token-invalid", decision.Refusal!.Value.PublicRow().Slug);
    }

    [Fact]
    public async Task Says_expired_to_the_public_only_of_a_signed_token_that_fails_in_nothing_else()
    {
        var expired = _stage.Token(claims => claims["exp"] = 1_600_000_000);

        Assert.Equal("bearer-token-expired", (await _stage.Decide("Bearer " + expired)).Refusal!.Value.PublicRow().Slug);
        Assert.Equal("bearer-token-invalid", (await _stage.Decide("Bearer " + expired[..^4] + "AAAA")).Refusal!.Value.PublicRow().Slug);
    }

    [Fact]
    public async Task Repeats_no_word_of_a_token_that_nobody_signed()
    {
        var forged = _stage.Token(claims => (claims["aud"], claims["iss"]) = ("SECRET", "SECRET")).Split('.');
        var token = $"{forged[0]}.{forged[1]}.{new string('A', forged[2].Length)}";

        var decision = await _stage.Decide("Bearer " + token);

        Assert.NotEmpty(decision.Verdict.FailedChecks);
        Assert.DoesNotContain(decision.Verdict.FailedChecks, check => check.Evidence!.Contains("SECRET", StringComparison.Ordinal));
    }

    private sealed class NoKeys : Countersign.Ports.IApiKeys
    {
        public ValueTask<Countersign.Ports.ApiKeyCheck> FindAsync(string presentedKey, CancellationToken cancel) => default;
    }
}
