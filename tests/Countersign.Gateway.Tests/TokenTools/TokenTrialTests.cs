using System.Collections.Immutable;
using Countersign.AspNetCore.Introspection;
using Countersign.AspNetCore.Outbound;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Gateway.TokenTools;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.Gateway.Tests.TokenTools;

/// <summary>A trial tells of every check what the gateway would make of it.</summary>
public sealed class TokenTrialTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_320_795);
    private static readonly SigningKey Key = SigningKey.Create(JwsAlgorithm.ES256, "k1");
    private static readonly SigningKey OtherKey = SigningKey.Create(JwsAlgorithm.ES256, "k1");
    private static readonly MintOrder Good = new() { Issuer = "https://login.example", Subject = "anna", Audiences = ["api"], Scopes = ["read"] };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    public TokenTrialTests() => File.WriteAllText(KeyFile, JwkWriter.WriteSet([Key.Verifier]));

    private string KeyFile => Path.Combine(_folder.FullName, "keys.json");

    [Fact]
    public async Task A_good_token_counts_and_says_what_nobody_asked_for()
    {
        var result = await Try(Good);

        Assert.True(result.Counts);
        Assert.Equal("anna", result.Subject!.Name);
        Assert.Equal(Enum.GetValues<TokenCheck>(), result.Checks.Select(check => check.Check));
        Assert.Equal(
            [TokenCheck.Active, TokenCheck.Client, TokenCheck.Values, TokenCheck.Lifetime, TokenCheck.Revocation],
            result.Checks.Where(check => check.Outcome == TrialOutcome.NotJudged).Select(check => check.Check));
    }

    [Fact]
    public async Task Every_failure_of_a_signed_token_is_told_and_the_public_hears_the_first()
    {
        var result = await Try(Good with { Audiences = ["other"], Expires = TimeSpan.FromHours(-1) });

        Assert.Equal([TokenCheck.Audience, TokenCheck.Expiry], Failed(result));
        Assert.Equal((Refusal.BearerAudienceWrong, 401), (result.Refusal, result.Status));
        var challenge = Assert.Single(result.Challenges);
        Assert.StartsWith("Bearer realm=\"Restricted\", error=\"invalid_token\"", challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("aud", challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_forger_wrote_is_judged_and_what_only_an_issuer_can_say_is_not()
    {
        var result = await Try(Good with { Expires = TimeSpan.FromHours(-1) }, OtherKey);

        Assert.Equal([TokenCheck.Signature, TokenCheck.Expiry], Failed(result));
        Assert.All([TokenCheck.Binding, TokenCheck.Revocation], check => Assert.Equal(TrialOutcome.NotJudged, result.Checks.Single(each => each.Check == check).Outcome));
    }

    [Theory]
    [InlineData("2YotnFZFEjr1zCsicMWpAA", TokenCheck.Form)]
    [InlineData("not a token", TokenCheck.Form)]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", TokenCheck.Algorithm)]
    public async Task Of_what_can_not_be_read_nothing_else_is_judged(string token, TokenCheck failed)
    {
        var result = await TokenTrial.RunAsync(Order(token), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal([failed], Failed(result));
        Assert.DoesNotContain(result.Checks, check => check.Check > TokenCheck.Algorithm && check.Outcome != TrialOutcome.NotJudged);
        Assert.False(result.Counts);
    }

    [Fact]
    public async Task A_moment_may_be_chosen()
    {
        var token = TokenMint.Write(Key, Good, Now);

        Assert.True((await TokenTrial.RunAsync(Order(token) with { At = Now.AddMinutes(4) }, TimeProvider.System, TestContext.Current.CancellationToken)).Counts);
        Assert.Equal(Refusal.BearerTokenExpired, (await TokenTrial.RunAsync(Order(token) with { At = Now.AddMinutes(7) }, TimeProvider.System, TestContext.Current.CancellationToken)).Refusal);
    }

    [Fact]
    public async Task Keys_that_can_not_be_had_are_an_outage_and_no_verdict_over_the_token()
    {
        var result = await Try(Good, order: order => order.WithKeys(Path.Combine(_folder.FullName, "gone.json")));

        Assert.Equal((Refusal.IssuerUnavailable, 503), (result.Refusal, result.Status));
        Assert.Empty(Failed(result));
    }

    [Theory]
    [InlineData("did:web:login.example")]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    public async Task Keys_from_an_address_take_the_place_of_those_of_a_DID(string issuer)
    {
        await using var there = await TokenIssuer.StartAsync();
        var scheme = new BearerConfiguration("tokens") { Issuers = [new(issuer) { Rules = new() { Audiences = ["api"] } }] };
        var order = new TrialOrder(AccessToken.Write(issuer, there.Key), scheme, scheme).WithKeys($"{there.Url}/keys");

        Assert.True((await TokenTrial.RunAsync(order, TimeProvider.System, TestContext.Current.CancellationToken)).Counts);
    }

    [Fact]
    public async Task An_opaque_token_is_its_issuers_to_judge_and_one_that_is_silent_is_an_outage()
    {
        var asked = new IntrospectionConfiguration(new ClientConfiguration("gateway") { Secret = new("secret") }) { Url = new("http://127.0.0.1:9/") };
        var scheme = new BearerConfiguration("tokens") { Issuers = [new("https://login.example") { Keys = KeyFile, Introspection = asked }] };

        var result = await TokenTrial.RunAsync(new("2YotnFZFEjr1zCsicMWpAA", scheme, scheme), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(Refusal.IssuerUnavailable, result.Refusal);
        Assert.All(result.Checks, check => Assert.Equal(TrialOutcome.NotJudged, check.Outcome));
    }

    [Fact]
    public async Task All_demands_of_a_route_are_judged_by_themselves_even_of_an_expired_token()
    {
        var access = new AccessConfiguration(AccessKind.AnyOf)
        {
            AnyOf = ["tokens"],
            Groups = ["staff"],
            Scopes = ["read", "write"],
            Claims = [new("plan", ["gold"])],
            SignIn = new(["mfa"], TimeSpan.FromHours(1)),
            Roles = ["reader"],
        };
        var token = Good with { Expires = TimeSpan.FromHours(-1), Claims = [TokenMint.ReadClaim("roles=[\"reader\"]")!.Value, TokenMint.ReadClaim("groups=\"staff\"")!.Value] };

        var result = await Try(token, order: order => order with { Route = new("api") { Access = access } });

        Assert.Equal(
            ["users, groups:Ok", "roles:Ok", "claim plan:Failed", "acr:Failed", "max-age:Failed", "scopes:Failed"],
            result.Demands.Select(demand => $"{demand.Name}:{demand.Outcome}"));
        Assert.Equal("It has: read", result.Demands[^1].Note);
        Assert.Equal(Refusal.BearerTokenExpired, result.Refusal);
    }

    [Fact]
    public async Task A_concealed_route_answers_the_lack_of_permission_as_if_it_were_not_there()
    {
        var route = new RouteConfiguration("api") { Access = new(AccessKind.AnyOf) { AnyOf = ["tokens"], Groups = ["staff"] }, Conceal = true };

        var result = await Try(Good, order: order => order with { Route = route });

        Assert.Equal((Refusal.SubjectNotAllowed, 404), (result.Refusal, result.Status));
    }

    [Fact]
    public async Task The_words_name_each_check_once()
    {
        using var text = new StringWriter { NewLine = "\n" };
        TrialText.Write(text, await Try(Good with { Audiences = ["other"] }));

        Assert.All(Enum.GetValues<TokenCheck>(), check => Assert.Single(text.ToString().Split('\n'), line => line.Length > 8 && line[8..].StartsWith(TrialWords.SlugOf(check) + " ", StringComparison.Ordinal)));
        Assert.Contains("FAILED  audience          The aud is \"other\"; wanted: api.\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("the client hears 401 bearer-token-invalid: ", text.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<TokenCheck> Failed(TrialResult result) => result.Checks.Where(check => check.Outcome == TrialOutcome.Failed).Select(check => check.Check);

    private Task<TrialResult> Try(MintOrder token, SigningKey? key = null, Func<TrialOrder, TrialOrder>? order = null)
    {
        var usual = Order(TokenMint.Write(key ?? Key, token, Now)) with { At = Now };
        return TokenTrial.RunAsync(order?.Invoke(usual) ?? usual, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private TrialOrder Order(string token)
    {
        var scheme = new BearerConfiguration("tokens") { Issuers = [new("https://login.example") { Keys = KeyFile, Rules = new() { Audiences = ["api"] } }] };
        return new(token, scheme, scheme);
    }
}
