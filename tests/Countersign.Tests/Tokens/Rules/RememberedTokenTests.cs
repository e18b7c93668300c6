using System.Net;
using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.Tests.Tokens.Rules;

public sealed class RememberedTokenTests
{
    // Everything that rules can ask for.
    private static readonly TokenRules Strict = new()
    {
        Audiences = [BearerStage.Audience],
        Required = ["sub", "iat", "email", "realm_access.roles"],
        Clients = ["app"],
        Values = [new("tenant", ["a", "b"]), new("realm_access.roles", []), new("amr", ["mfa"])],
        MaxLifetime = TimeSpan.FromHours(1),
        RefuseFutureIssuedAt = true,
    };

    private readonly BearerStage _stage = new() { Rules = Strict };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_judged_again_without_allocating_anything()
    {
        var token = _stage.Token(Rich);

        Assert.Equal(0, await AllocatedAsync(_stage.Verifier, token));
    }

    [Fact]
    public async Task Is_judged_again_without_allocating_anything_when_it_is_bound_to_a_key()
    {
        var token = _stage.Token(claims =>
        {
            Rich(claims);
            claims["cnf"] = JsonNode.Parse("""{"jkt":"K","x5t#S256":"C"}""");
        });

        Assert.Equal(0, await AllocatedAsync(_stage.Verifier, token, new("K", "C")));
    }

    [Fact]
    public async Task Is_judged_again_without_allocating_anything_when_its_issuer_was_asked()
    {
        var claims = _stage.Claims(Rich);
        (claims["active"], claims["token_type"]) = (true, "Bearer");
        var verifier = new OpaqueTokenVerifier(new(BearerStage.Issuer, new Told(claims), Strict), _stage.Revocations, _stage.Clock);

        Assert.Equal(0, await AllocatedAsync(verifier, "2YotnFZFEjr1zCsicMWpAA"));
    }

    [Fact]
    public void Claims_that_were_never_seen_are_checked_without_allocating_anything()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => JwsReader.Read(_stage.Token()).Token!).ToArray();
        var claims = tokens.Select(token => JwtClaimsReader.Read(token, out _)!).ToArray();
        var rules = new BearerStage().Rules;
        Check(0, 50);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Check(50, 100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Check(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                FailureList failures = default;
                var checks = new ClaimChecks(rules, claims[i], isSigned: true);
                checks.Content(tokens[i].Header, ref failures);
                if (!failures.ToImmutable().IsEmpty)
                    throw new InvalidOperationException();
            }
        }
    }

    [Fact]
    public async Task What_a_route_demands_of_it_is_read_once()
    {
        var authorization = "Bearer " + _stage.Token(Rich);
        var demanding = _stage.Policy() with
        {
            Users = ["otto"],
            Groups = ["staff"],
            Roles = ["admin"],
            Scopes = ["read"],
            Claims = [new("tenant", ["b", "a"]), new("iss", [BearerStage.Issuer]), new("scope", ["read"]), new("realm_access.roles", ["reader"])],
            SignIn = new(["mfa", "phr"], TimeSpan.FromMinutes(5)),
        };

        Assert.Equal(_stage.Clock.Now.AddSeconds(300), (await _stage.Decide(authorization, demanding)).Subject?.Claims?.Ends);
        var bare = await AllocatedAsync(_stage.Policy(), authorization);

        Assert.Equal(bare, await AllocatedAsync(demanding, authorization));
    }

    [Fact]
    public async Task Tells_a_claim_that_nobody_named_before_whatever_the_number_of_names()
    {
        var token = (await _stage.Verify(_stage.Token(claims =>
        {
            Rich(claims);
            for (var i = 0; i < 100; i++)
                claims[$"c{i}"] = i;
        }))).Token!;

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal([$"{i}"], ClaimValues.Of(token.Claims, $"c{i}"));
                Assert.Empty(ClaimValues.Of(token.Claims, $"d{i}"));
            }
        }
    }

    private static void Rich(JsonObject claims)
    {
        (claims["email"], claims["email_verified"], claims["tenant"], claims["acr"]) = ("anna@example.com", true, "b", "phr");
        claims["auth_time"] = claims["iat"]!.GetValue<long>() - 200;
        claims["amr"] = JsonNode.Parse("""["pwd","mfa"]""");
        claims["groups"] = JsonNode.Parse("""["people","staff"]""");
        claims["roles"] = JsonNode.Parse("""["admin"]""");
        claims["realm_access"] = JsonNode.Parse("""{"roles":["reader","writer"]}""");
    }

    /// <summary>What a later judgement takes, in octets. The second is the first that remembers, and may still prepare something for all.</summary>
    private static async Task<long> AllocatedAsync(ITokenJudge judge, string token, TokenPresentation presented = default)
    {
        for (var i = 0; i < 2; i++)
            Assert.True((await judge.VerifyAsync(token, presented, Cancel)).IsGood);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var judging = judge.VerifyAsync(token, presented, Cancel);
        var isGood = judging.IsCompletedSuccessfully && judging.Result.IsGood;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(isGood);
        return allocated;
    }

    private async Task<long> AllocatedAsync(AccessPolicy policy, string authorization)
    {
        for (var i = 0; i < 2; i++)
            Assert.True((await _stage.Decide(authorization, policy)).IsAdmitted);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var deciding = _stage.Decide(authorization, policy);
        var isAdmitted = deciding.IsCompletedSuccessfully && deciding.Result.IsAdmitted;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(isAdmitted);
        return allocated;
    }

    private sealed class Told(JsonObject claims) : ITokenIntrospection
    {
        private readonly byte[] _claims = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(claims);

        public ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel) =>
            new(IntrospectionReading.Active(JwtClaimsReader.Read(_claims, out _)!));
    }
}
