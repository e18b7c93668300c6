using System.Net;
using Countersign.Decisions;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Decisions;

/// <summary>The gate opens for a yes, and for nothing that merely is no no.</summary>
public sealed class GateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stays_closed_when_a_scheme_says_neither_yes_nor_no(int schemes)
    {
        var decision = await Gate.DecideAsync(new Facts(), Policy([.. Enumerable.Repeat<Verdict>(default, schemes)]), Cancel);

        Assert.Equal((false, Refusal.ProtectionUnavailable), (decision.IsAdmitted, decision.Refusal));
        Assert.All(decision.SchemeVerdicts, verdict => Assert.Equal(Refusal.ProtectionUnavailable, verdict.Verdict?.Refusal));
    }

    [Fact]
    public void Is_closed_by_a_decision_that_nobody_made() => Assert.False(default(Decision).IsAdmitted);

    [Fact]
    public async Task Is_closed_by_a_refusal_put_into_an_admission()
    {
        var admitted = await Gate.DecideAsync(new Facts(), AccessPolicy.Public, Cancel);

        Assert.True(admitted.IsAdmitted);
        Assert.False((admitted with { Refusal = Refusal.DeniedByPolicy }).IsAdmitted);
        Assert.False(new Decision { Subject = new("anna") }.IsAdmitted);
    }

    [Fact]
    public async Task Opens_for_whom_a_scheme_recognises()
    {
        var decision = await Gate.DecideAsync(new Facts(), Policy(default, Verdict.Accept(new("anna"))), Cancel);

        Assert.Equal((true, null, "anna"), (decision.IsAdmitted, decision.Refusal, decision.Subject?.Name));
    }

    [Fact]
    public async Task Says_which_scope_is_missing()
    {
        var policy = Policy(Verdict.Accept(new Subject("k") { Scopes = ["read"] })) with { Scopes = ["read", "write"] };

        var decision = await Gate.DecideAsync(new Facts(), policy, Cancel);

        Assert.Equal((Refusal.ScopeInsufficient, "The scope write was not granted."), (decision.Refusal, decision.Evidence));
    }

    [Theory]
    [InlineData("anna", null)]
    [InlineData("ben", Refusal.SubjectNotAllowed)]
    [InlineData("carl", Refusal.SubjectNotAllowed)]
    public async Task Two_policies_admit_whom_both_admit(string name, Refusal? refusal)
    {
        var one = Policy(Verdict.Accept(new Subject(name) { Scopes = ["read"] })) with { Users = ["anna", "ben"], Scopes = ["read"] };
        var other = one with { Users = ["anna", "carl"], Scopes = [] };

        Assert.Equal(refusal, (await Gate.DecideAsync(new Facts(), AccessPolicy.Both(one, other), Cancel)).Refusal);
        Assert.Equal(refusal, (await Gate.DecideAsync(new Facts(), AccessPolicy.Both(other, one), Cancel)).Refusal);
    }

    [Fact]
    public async Task Two_policies_demand_the_scopes_and_networks_of_both()
    {
        var one = Policy(Verdict.Accept(new Subject("k") { Scopes = ["read"] })) with { Scopes = ["read"] };
        var far = one with { Networks = [IPNetwork.Parse("192.0.2.0/24")] };

        Assert.Equal(["read", "write"], AccessPolicy.Both(one, one with { Scopes = ["write"] }).Scopes);
        Assert.Equal(Refusal.ScopeInsufficient, (await Gate.DecideAsync(new Facts(), AccessPolicy.Both(one, one with { Scopes = ["write"] }), Cancel)).Refusal);
        Assert.Equal(Refusal.NetworkNotAllowed, (await Gate.DecideAsync(new Facts(), AccessPolicy.Both(one, far), Cancel)).Refusal);
        Assert.Equal(Refusal.NetworkNotAllowed, (await Gate.DecideAsync(new Facts(), AccessPolicy.Both(AccessPolicy.Both(one, one), far), Cancel)).Refusal);
    }

    [Fact]
    public void Two_policies_demand_the_stricter_sign_in()
    {
        var one = Policy() with { SignIn = new(["gold", "silver"], TimeSpan.FromHours(1)) };
        var other = Policy() with { SignIn = new(["silver"], TimeSpan.FromMinutes(5)) };

        var demand = AccessPolicy.Both(one, other).SignIn!;

        Assert.Equal(["silver"], demand.AcrValues);
        Assert.Equal(TimeSpan.FromMinutes(5), demand.MaxAge);
        Assert.Same(one.SignIn, AccessPolicy.Both(one, Policy()).SignIn);
    }

    [Fact]
    public async Task A_closed_policy_closes_any_other_and_an_open_one_adds_nothing()
    {
        var policy = Policy(Verdict.Accept(new("anna")));

        Assert.Same(AccessPolicy.Deny, AccessPolicy.Both(policy, AccessPolicy.Deny));
        Assert.Same(AccessPolicy.Deny, AccessPolicy.Both(AccessPolicy.Deny, AccessPolicy.Public));
        Assert.Same(policy, AccessPolicy.Both(AccessPolicy.Public, policy));
        Assert.False((await Gate.DecideAsync(new Facts(), AccessPolicy.Both(policy, Policy(Verdict.Accept(new("anna")))), Cancel)).IsAdmitted); // no scheme in common
    }

    [Theory]
    [InlineData("anna@example.org", true)]
    [InlineData("eve@other.example", true)]
    [InlineData("anna@other.example", false)]
    [InlineData("x@evil@example.org", false)]
    [InlineData(null, false)]
    public async Task Lets_in_by_the_address_or_the_domain_of_an_e_mail(string? email, bool isAdmitted)
    {
        var policy = Policy(Verdict.Accept(new Subject("somebody") { Email = email })) with { Emails = ["eve@other.example"], EmailDomains = ["example.org"] };

        var decision = await Gate.DecideAsync(new Facts(), policy, Cancel);

        Assert.Equal((isAdmitted, isAdmitted ? null : Refusal.SubjectNotAllowed), (decision.IsAdmitted, decision.Refusal));
    }

    [Fact]
    public async Task Lets_in_by_name_or_group_or_address_whichever_fits()
    {
        var policy = Policy(Verdict.Accept(new Subject("anna") { Email = "anna@other.example" })) with { Users = ["anna"], EmailDomains = ["example.org"] };

        Assert.True((await Gate.DecideAsync(new Facts(), policy, Cancel)).IsAdmitted);
        Assert.False((await Gate.DecideAsync(new Facts(), policy with { Users = ["eve"] }, Cancel)).IsAdmitted);
    }

    private static AccessPolicy Policy(params Verdict[] verdicts) =>
        new(AccessKind.AnyOf) { Schemes = [.. verdicts.Select((verdict, i) => new FixedScheme($"s{i}", verdict))] };

    private sealed class FixedScheme(string id, Verdict verdict) : IAuthScheme
    {
        public string Name => "Fixed";

        public string Id => id;

        public bool OpensDialog => false;

        public bool NeedsTls => false;

        public bool IsPresented(Credentials? authorization, RequestFacts request) => true;

        public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) => [new("Fixed")];

        public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel) => new(verdict);
    }

    private sealed class Facts : RequestFacts
    {
        public override string Method => "GET";

        public override string Target => "/";

        public override string Host => "example.org";

        public override bool IsTls => true;

        public override IPAddress ClientAddress => IPAddress.Loopback;

        public override bool IsFromScript => false;

        public override string? Field(string name) => null;

        public override int FieldCount(string name) => 0;

        public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => default;
    }
}
