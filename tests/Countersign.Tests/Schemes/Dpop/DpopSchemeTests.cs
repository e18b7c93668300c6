using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Dpop;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tests.Tokens.Dpop;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.Tests.Schemes.Dpop;

/// <summary>What a nonce is good for: the time of a proof is the server's then, and no client's (RFC 9449 §4.3, §11.1).</summary>
public sealed class DpopSchemeTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly BearerStage _stage = new();
    private readonly DpopNonces _nonces;
    private readonly Ledger _ledger;
    private readonly string _token;

    public DpopSchemeTests()
    {
        _nonces = new(_stage.Clock, Life);
        _ledger = new(_stage.Clock);
        _token = _stage.Token(claims =>
        {
            claims["exp"] = _stage.Clock.Now.ToUnixTimeSeconds() + 3600;
            claims["cnf"] = new JsonObject { ["jkt"] = DpopStage.Key.Verifier.Thumbprint };
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(-1_700_000_000)]
    public async Task With_a_nonce_the_clock_of_a_client_does_no_harm(int off)
    {
        Assert.Null(await RefusalAsync(Proof(_nonces.Create(), off)));
        Assert.Equal(Refusal.DpopNonceMissing, await RefusalAsync(Proof(null, off)));
        Assert.Equal(Refusal.DpopNonceStale, await RefusalAsync(Proof("another-servers", off)));
    }

    [Fact]
    public async Task A_proof_is_remembered_as_long_as_its_nonce_lives_and_counts_no_longer()
    {
        var proof = Proof(_nonces.Create());
        Assert.Null(await RefusalAsync(proof));

        _stage.Clock.Now += Life - TimeSpan.FromTicks(1);
        Assert.Equal(Refusal.DpopProofReplayed, await RefusalAsync(proof));
        Assert.Null(await RefusalAsync(Proof(_nonces.Create())));

        _stage.Clock.Now += TimeSpan.FromTicks(1);
        Assert.Equal(Refusal.DpopNonceStale, await RefusalAsync(proof));
    }

    [Fact]
    public async Task A_nonce_that_ends_while_the_token_is_judged_is_asked_for_anew()
    {
        var proof = Proof(_nonces.Create());

        Assert.Equal(Refusal.DpopNonceStale, await RefusalAsync(proof, judge: new SlowJudge(_stage, Life)));
    }

    [Fact]
    public async Task Without_need_of_a_nonce_the_time_is_that_of_iat_whatever_nonce_came()
    {
        Assert.Null(await RefusalAsync(Proof(_nonces.Create()), needsNonce: false));
        Assert.Equal(Refusal.DpopProofStale, await RefusalAsync(Proof(_nonces.Create(), -61), needsNonce: false));

        Assert.Equal(Refusal.DpopProofStale, await RefusalAsync(Proof(null), needsNonce: false, judge: new SlowJudge(_stage, TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public async Task A_proof_is_used_once_by_a_ledger_that_is_elsewhere_and_not_at_all_without_it()
    {
        var proof = Proof(_nonces.Create());
        _ledger.IsGone = true;
        Assert.Equal(Refusal.ProtectionUnavailable, await RefusalAsync(proof));
        _ledger.IsGone = false;

        Assert.Null(await RefusalAsync(proof));
        Assert.Equal(Refusal.DpopProofReplayed, await RefusalAsync(proof));
    }

    private async Task<Refusal?> RefusalAsync(string proof, bool needsNonce = true, ITokenJudge? judge = null)
    {
        var scheme = new DpopScheme("api", new() { NeedsNonce = needsNonce }, judge ?? _stage.Verifier, _ledger, _nonces, _stage.Clock);
        var request = new StageFacts("DPoP " + _token) { Proof = proof };
        return (await Gate.DecideAsync(request, new(AccessKind.AnyOf) { Schemes = [scheme] }, TestContext.Current.CancellationToken)).Refusal;
    }

    private string Proof(string? nonce, int off = 0) => DpopStage.Proof(claims =>
    {
        claims["jti"] = Guid.NewGuid().ToString("N");
        claims["htu"] = "https://api.example.com/";
        claims["iat"] = _stage.Clock.Now.ToUnixTimeSeconds() + off;
        claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_token)));
        if (nonce is not null)
            claims["nonce"] = nonce;
    });

    /// <summary>Takes its time.</summary>
    private sealed class SlowJudge(BearerStage stage, TimeSpan time) : ITokenJudge
    {
        public ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel)
        {
            stage.Clock.Now += time;
            return stage.Verifier.VerifyAsync(token, presented, cancel);
        }
    }

    /// <summary>Forgets what has ended, at once.</summary>
    private sealed class Ledger(TimeProvider clock) : IProofLedger
    {
        private readonly Dictionary<(string, string), DateTimeOffset> _used = [];

        public bool IsGone { get; set; }

        public async ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel)
        {
            await Task.Yield();
            if (IsGone)
                return ReplayOutcome.Unavailable;
            var now = clock.GetUtcNow();
            if (expires <= now)
                return ReplayOutcome.Ended;
            if (_used.TryGetValue((jkt, jti), out var end) && end > now)
                return ReplayOutcome.Replayed;
            _used[(jkt, jti)] = expires;
            return ReplayOutcome.Fresh;
        }
    }
}
