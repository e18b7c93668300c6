using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Decisions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

public sealed class SignOnTests : IDisposable
{
    private readonly SignOnStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Signs_in_whom_the_provider_signed_in()
    {
        var outcome = await _stage.SignInAsync();

        Assert.Null(outcome.Refusal);
        var person = outcome.Person!;
        Assert.Equal(("anna", "anna@example.org", "corp", "anna", "s1"), (person.Subject.Name, person.Subject.Email, person.Provider, person.ProviderSubject, person.ProviderSession));
        Assert.Equal(["staff"], person.Subject.Groups);
        Assert.Equal(_stage.Clock.GetUtcNow().AddSeconds(-10), person.At);
        Assert.Equal("/orders?page=2", outcome.Target!.Path);
        Assert.Equal((_stage.Double.Refresh, _stage.Clock.GetUtcNow().AddSeconds(300)), (outcome.Tokens!.Tokens.Refresh, outcome.Tokens.Ends));
        Assert.Equal("***", outcome.Tokens.Tokens.ToString());
    }

    [Fact]
    public async Task Asks_for_a_code_that_is_bound_to_the_browser_and_keeps_what_is_secret_out_of_the_address()
    {
        var begun = await _stage.BeginAsync();

        var query = HttpUtility.ParseQueryString(begun.Next!.Query);
        Assert.Equal("https://op.example/authorize", begun.Next.GetLeftPart(UriPartial.Path));
        Assert.Equal(
            ("1", "app", "code", SignOnStage.Callback, "openid", "S256"),
            (query["tenant"], query["client_id"], query["response_type"], query["redirect_uri"], query["scope"], query["code_challenge_method"]));
        var state = _stage.States.Read(query["state"]!, begun.Browser, out var fault)!;
        Assert.Null(fault);
        var verifier = AuthorizationRequest.VerifierOf(state, begun.Browser!);
        Assert.Equal(43, verifier.Length);
        Assert.Equal(query["code_challenge"], Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
        Assert.DoesNotContain(verifier, begun.Next.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain(begun.Browser!.Cookie.Reveal(), begun.Next.AbsoluteUri, StringComparison.Ordinal);
        Assert.True(begun.Next.AbsoluteUri.Length < 2048);
    }

    [Fact]
    public async Task Keeps_the_sign_ins_of_two_tabs_apart_and_both_good()
    {
        var first = await _stage.BeginAsync();
        var second = await _stage.BeginAsync(first.Browser, "/other");
        Assert.NotEqual(HttpUtility.ParseQueryString(first.Next!.Query)["nonce"], HttpUtility.ParseQueryString(second.Next!.Query)["nonce"]);
        var (one, other) = (_stage.Double.Authorize(first.Next), _stage.Double.Authorize(second.Next));

        Assert.Equal("/other", (await _stage.EndAsync(other, second.Browser)).Target!.Path);
        Assert.Equal("/orders?page=2", (await _stage.EndAsync(one, second.Browser)).Target!.Path);
    }

    [Fact]
    public async Task Begins_anew_once_for_the_answer_to_a_sign_in_of_another_browser()
    {
        var begun = await _stage.BeginAsync();
        var query = _stage.Double.Authorize(begun.Next!);

        foreach (var browser in (BrowserSecret?[])[null, BrowserSecret.New()])
        {
            var outcome = await _stage.EndAsync(query, browser);
            Assert.Equal((true, Refusal.SignOnStateInvalid, "/orders?page=2"), (outcome.IsToBeginAnew, outcome.Refusal, outcome.Target!.Path));
            Assert.Null(outcome.Person);
        }

        var again = await _stage.BeginAsync(isAgain: true);
        var ended = await _stage.EndAsync(_stage.Double.Authorize(again.Next!), BrowserSecret.New());
        Assert.Equal((false, Refusal.SignOnStateInvalid, "The sign-in was begun in another browser."), (ended.IsToBeginAnew, ended.Refusal, ended.Evidence));
        Assert.DoesNotContain("/token", _stage.Double.Asked);
    }

    [Fact]
    public async Task Begins_anew_what_was_left_lying_too_long()
    {
        var begun = await _stage.BeginAsync();
        _stage.Clock.Turn(LoginStates.Lifetime + TimeSpan.FromSeconds(1));

        var outcome = await _stage.EndAsync(_stage.Double.Authorize(begun.Next!), begun.Browser);

        Assert.Equal((true, "The sign-in was begun 1201 s ago."), (outcome.IsToBeginAnew, outcome.Evidence));
    }

    [Theory]
    [InlineData("", false, "There is no state.")]
    [InlineData("?state=&code=x", false, "There is no state.")]
    [InlineData("?state=nonsense&code=x", true, "The state is none of this gateway, or its keys are gone.")]
    [InlineData("?state=1.nonsense&code=x", false, "The state is none of this gateway, or its keys are gone.")]
    [InlineData("?state=a&state=b&code=x", false, "The answer has 'state' 2 times.")]
    [InlineData("?state=a&code=x&code=y", false, "The answer has 'code' 2 times.")]
    [InlineData("?state=a&iss=x&iss=y", false, "The answer has 'iss' 2 times.")]
    [InlineData("?state=%zz", false, "The answer's 'state' is not well encoded.")]
    public async Task Believes_nothing_of_an_answer_without_a_state_of_its_own(string query, bool isToBeginAnew, string evidence)
    {
        var outcome = await _stage.EndAsync(query, BrowserSecret.New());

        Assert.Equal((isToBeginAnew, Refusal.SignOnStateInvalid, evidence), (outcome.IsToBeginAnew, outcome.Refusal, outcome.Evidence));
        Assert.Empty(_stage.Double.Asked);
    }

    [Fact]
    public async Task Exchanges_a_code_once()
    {
        var begun = await _stage.BeginAsync();
        var query = _stage.Double.Authorize(begun.Next!);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _stage.EndAsync(query, begun.Browser)));

        Assert.Single(outcomes, outcome => outcome.Person is not null);
        Assert.Equal(19, outcomes.Count(outcome => outcome.Refusal == Refusal.SignOnStateUsed));
        Assert.Single(_stage.Double.Asked, "/token");
    }

    [Theory]
    [InlineData("access_denied", Refusal.SignOnDeclined)]
    [InlineData("consent_required", Refusal.SignOnInteractionNeeded)]
    [InlineData("login_required", Refusal.SignOnInteractionNeeded)]
    [InlineData("interaction_required", Refusal.SignOnInteractionNeeded)]
    [InlineData("temporarily_unavailable", Refusal.SignOnUnavailable)]
    [InlineData("server_error", Refusal.SignOnUnavailable)]
    [InlineData("invalid_scope", Refusal.SignOnRefused)]
    [InlineData("a%0d%0ab", Refusal.SignOnRefused)]
    public async Task Tells_the_provider_s_errors_apart(string error, Refusal refusal)
    {
        var begun = await _stage.BeginAsync();
        var state = HttpUtility.ParseQueryString(begun.Next!.Query)["state"]!;

        var outcome = await _stage.EndAsync($"?error={error}&error_description=secret%20words&state={Uri.EscapeDataString(state)}&iss=https%3A%2F%2Fop.example", begun.Browser);

        Assert.Equal((refusal, "/orders?page=2"), (outcome.Refusal, outcome.Target!.Path));
        Assert.Equal($"The provider answered {error.Replace("%0d%0a", "??", StringComparison.Ordinal)}.", outcome.Evidence);
        Assert.DoesNotContain("/token", _stage.Double.Asked);
    }

    [Theory]
    [InlineData("&iss=https%3A%2F%2Fevil.example", "The answer says that it is of https://evil.example; wanted: https://op.example.")]
    [InlineData("&iss=https%3A%2F%2Fop.example%2F", "The answer says that it is of https://op.example/; wanted: https://op.example.")]
    [InlineData("", "The answer does not say whose it is (iss), and the provider's do.")]
    public async Task Gives_a_code_to_nobody_when_another_provider_answers(string issuer, string evidence)
    {
        var begun = await _stage.BeginAsync();
        var query = _stage.Double.Authorize(begun.Next!);

        var outcome = await _stage.EndAsync(query[..query.IndexOf("&iss=", StringComparison.Ordinal)] + issuer, begun.Browser);

        Assert.Equal((Refusal.SignOnIssuerMismatch, evidence), (outcome.Refusal, outcome.Evidence));
        Assert.DoesNotContain("/token", _stage.Double.Asked);
    }

    [Fact]
    public async Task Gives_a_code_to_no_provider_but_that_at_whose_address_it_came()
    {
        using var other = new SignOnStage(options => options with { });
        var begun = await _stage.BeginAsync();
        var evil = new Provider(_stage.Provider.Options with { Name = "evil" }, null, other.Double, other.Clock);

        var outcome = await _stage.Finish.EndAsync(evil, _stage.Double.Authorize(begun.Next!), begun.Browser, TestContext.Current.CancellationToken);

        Assert.Equal(Refusal.SignOnIssuerMismatch, outcome.Refusal);
        Assert.Empty(other.Double.Asked);
    }

    [Fact]
    public async Task Takes_no_code_that_was_got_for_another_sign_in()
    {
        // An attacker puts the code of his own sign-in into the victim's.
        var attacker = await _stage.BeginAsync();
        var stolen = HttpUtility.ParseQueryString(_stage.Double.Authorize(attacker.Next!))["code"]!;
        var victim = await _stage.BeginAsync();
        var query = HttpUtility.ParseQueryString(_stage.Double.Authorize(victim.Next!));
        query["code"] = stolen;

        var outcome = await _stage.EndAsync("?" + query, victim.Browser);

        Assert.Equal((Refusal.SignOnRefused, "https://op.example/token: no tokens are given (invalid_grant)."), (outcome.Refusal, outcome.Evidence));
    }

    public static TheoryData<string, string, string> BadClaims => new()
    {
        { "nonce", "\"other\"", "The nonce is not that of this login." },
        { "aud", "\"other\"", "The aud is \"other\"; wanted: app." },
        { "aud", "[\"app\",\"other\"]", "The aud names others too, who are not trusted: \"other\"." },
        { "azp", "\"other\"", "The azp is \"other\"; wanted: app." },
        { "iss", "\"https://evil.example\"", "The iss is another; wanted: https://op.example." },
        { "exp", "1", "It counted until 1970-01-01 00:00:01Z; here it is 2026-01-02 00:00:00Z." },
        { "iat", "1900000000", "Its iat is 2030-03-17 17:46:40Z; here it is 2026-01-02 00:00:00Z." },
        { "at_hash", "\"AAAAAAAAAAAAAAAAAAAAAA\"", "The at_hash is not that of the access token." },
        { "sub", "7", "sub: A claim is not of the type that it must have. There is no sub." },
    };

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task Signs_nobody_in_by_an_ID_token_that_does_not_count(string claim, string value, string evidence)
    {
        _stage.Double.ChangeClaims = claims => claims[claim] = JsonNode.Parse(value);

        var outcome = await _stage.SignInAsync();

        Assert.Equal((Refusal.SignOnTokenInvalid, evidence), (outcome.Refusal, outcome.Evidence));
        Assert.Null(outcome.Person);
    }

    [Theory]
    [InlineData("{\"alg\":\"none\"}", "The token is not signed: its algorithm is none.")]
    [InlineData("{\"alg\":\"HS256\",\"kid\":\"first\"}", "The algorithm is not among those that are taken here.")]
    public async Task Signs_nobody_in_by_an_ID_token_that_no_private_key_signed(string header, string evidence)
    {
        _stage.Double.Write = claims =>
        {
            var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
            var publicKey = Encoding.UTF8.GetBytes(Countersign.Tokens.Keys.JwkWriter.Write(_stage.Double.Signer.Verifier));
            return header.Contains("none", StringComparison.Ordinal) ? input + "." : $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(publicKey, Encoding.ASCII.GetBytes(input)))}";
        };

        var outcome = await _stage.SignInAsync();

        Assert.Equal((Refusal.SignOnTokenInvalid, evidence), (outcome.Refusal, outcome.Evidence));
    }

    [Fact]
    public async Task Takes_a_key_that_is_new_and_forgets_one_that_is_gone()
    {
        Assert.NotNull((await _stage.SignInAsync()).Person);
        var former = _stage.Double.Signer;
        _stage.Clock.Turn(10);

        _stage.Double.Signer = Countersign.Tokens.Keys.SigningKey.Create(Countersign.Tokens.JwsAlgorithm.ES256, "second");
        Assert.NotNull((await _stage.SignInAsync()).Person);

        _stage.Double.Write = claims => Countersign.Tokens.JwsWriter.Write(former, Encoding.UTF8.GetBytes(claims.ToJsonString()), "JWT");
        _stage.Clock.Turn(10);
        Assert.Equal(Refusal.SignOnTokenInvalid, (await _stage.SignInAsync()).Refusal);
    }

    [Theory]
    [InlineData("acr", "\"silver\"", Refusal.SignOnTooWeak, "The acr is \"silver\"; wanted: gold.")]
    [InlineData("acr", "\"gold\"", null, null)]
    [InlineData("auth_time", "1", Refusal.SignOnTooWeak, "There is no acr; wanted: gold. The auth_time is 1970-01-01 00:00:01Z; at most 300 s before 2026-01-02 00:00:00Z are wanted.")]
    public async Task Signs_nobody_in_more_weakly_than_the_route_wants(string claim, string value, Refusal? refusal, string? evidence)
    {
        _stage.Double.ChangeClaims = claims => claims[claim] = JsonNode.Parse(value);

        var outcome = await _stage.SignInAsync(new(["gold"], TimeSpan.FromMinutes(5)));

        Assert.Equal((refusal, evidence), (outcome.Refusal, outcome.Evidence));
    }

    [Fact]
    public async Task Asks_the_provider_for_what_the_route_wants()
    {
        var query = HttpUtility.ParseQueryString((await _stage.BeginAsync(demand: new(["gold", "silver"], TimeSpan.FromMinutes(5)))).Next!.Query);

        Assert.Equal(("gold silver", "300"), (query["acr_values"], query["max_age"]));
    }

    [Fact]
    public async Task Calls_no_sign_in_young_of_which_nobody_says_when_it_was()
    {
        _stage.Double.ChangeClaims = claims => claims.Remove("auth_time");

        Assert.Equal(DateTimeOffset.UnixEpoch, (await _stage.SignInAsync()).Person!.At);
    }
}
