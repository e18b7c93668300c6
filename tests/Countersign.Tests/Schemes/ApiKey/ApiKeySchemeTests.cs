using System.Net;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.ApiKey;

public sealed class ApiKeySchemeTests
{
    private const string Key = "cs_Ab3dEf9h_secret";
    private static readonly Subject Owner = new("Ab3dEf9h") { Kind = "key", Scopes = ["read"] };
    private readonly FixedKeys _keys = new(new(ApiKeyOutcome.Good, Owner));

    [Theory]
    [InlineData(ApiKeyOutcome.Malformed, Refusal.ApiKeyMalformed)]
    [InlineData(ApiKeyOutcome.Unknown, Refusal.ApiKeyUnknown)]
    [InlineData(ApiKeyOutcome.Expired, Refusal.ApiKeyExpired)]
    [InlineData(ApiKeyOutcome.Revoked, Refusal.ApiKeyRevoked)]
    [InlineData(ApiKeyOutcome.Unavailable, Refusal.ProtectionUnavailable)]
    [InlineData(ApiKeyOutcome.Good, Refusal.ProtectionUnavailable)]   // without a subject: closed
    public async Task Refuses_for_the_reason_that_the_store_gives(ApiKeyOutcome outcome, Refusal refusal)
    {
        var subject = outcome is ApiKeyOutcome.Expired or ApiKeyOutcome.Revoked ? Owner : null;
        var verdict = await Verify(new FixedKeys(new(outcome, subject, "evidence")), null, Key);

        Assert.Equal(refusal, verdict.Refusal);
        Assert.Null(verdict.Subject);
        Assert.Equal("evidence", verdict.Evidence);
        Assert.Equal(subject?.Name, verdict.ClaimedName);
    }

    [Fact]
    public async Task Takes_a_key_from_its_field()
    {
        var verdict = await Verify(_keys, null, Key);

        Assert.Same(Owner, verdict.Subject);
        Assert.Equal([Key], _keys.Asked);
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("apikey")]
    public async Task Takes_a_key_from_Authorization(string scheme)
    {
        var verdict = await Verify(_keys, CredentialsReader.Read($"{scheme} {Key}").Credentials);

        Assert.Same(Owner, verdict.Subject);
        Assert.Equal([Key], _keys.Asked);
    }

    [Fact]
    public async Task Takes_the_key_beside_credentials_of_another_scheme()
    {
        var verdict = await Verify(_keys, new Credentials("Basic") { Token68 = "QWxhZGRpbjpvcGVuIHNlc2FtZQ==" }, Key);

        Assert.Same(Owner, verdict.Subject);
    }

    [Fact]
    public async Task Refuses_a_doubled_field_without_a_look_at_its_keys()
    {
        var verdict = await Verify(_keys, null, Key, Key);

        Assert.Equal(Refusal.CredentialsDuplicated, verdict.Refusal);
        Assert.Empty(_keys.Asked);
    }

    [Fact]
    public async Task Refuses_a_key_in_both_places_even_when_it_is_the_same()
    {
        var verdict = await Verify(_keys, new Credentials("ApiKey") { Token68 = Key }, Key);

        Assert.Equal(Refusal.CredentialsDuplicated, verdict.Refusal);
        Assert.Empty(_keys.Asked);
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("ApiKey key=\"cs_1\"")]
    public async Task Calls_Authorization_without_a_key_malformed(string authorization)
    {
        var verdict = await Verify(_keys, CredentialsReader.Read(authorization).Credentials);

        Assert.Equal(Refusal.ApiKeyMalformed, verdict.Refusal);
        Assert.Empty(_keys.Asked);
    }

    [Fact]
    public async Task Calls_an_empty_field_malformed()
    {
        Assert.Equal(Refusal.ApiKeyMalformed, (await Verify(_keys, null, "")).Refusal);
        Assert.Empty(_keys.Asked);
    }

    [Fact]
    public async Task Asks_nobody_when_the_connection_is_open_to_readers_and_that_matters()
    {
        var scheme = new ApiKeyScheme("machines", new ApiKeyOptions { RequireTls = true }, _keys);

        var verdict = await scheme.VerifyAsync(null, new Facts(Key) { Tls = false }, TestContext.Current.CancellationToken);

        Assert.True(scheme.NeedsTls);
        Assert.Equal(Refusal.CleartextTransport, verdict.Refusal);
        Assert.Empty(_keys.Asked);
    }

    [Fact]
    public async Task Waits_for_a_store_that_takes_its_time()
    {
        var scheme = new ApiKeyScheme("machines", new ApiKeyOptions(), new SlowKeys());

        Assert.Same(Owner, (await scheme.VerifyAsync(null, new Facts(Key), TestContext.Current.CancellationToken)).Subject);
    }

    [Fact]
    public void Feels_addressed_by_its_field_and_by_its_scheme_alone()
    {
        var scheme = new ApiKeyScheme("machines", new ApiKeyOptions(), _keys);

        Assert.True(scheme.IsPresented(null, new Facts(Key)));
        Assert.True(scheme.IsPresented(new Credentials("APIKEY"), new Facts()));
        Assert.False(scheme.IsPresented(new Credentials("Basic"), new Facts()));
        Assert.False(scheme.IsPresented(null, new Facts()));
        Assert.Equal(["X-API-Key"], scheme.CredentialFields);
    }

    [Fact]
    public void Challenges_with_realm_and_field_and_opens_no_dialog()
    {
        var scheme = new ApiKeyScheme("machines", new ApiKeyOptions { Realm = "Machines", Header = "X-Token" }, _keys);

        var challenge = Assert.Single(scheme.ChallengesFor(new Facts(), AccessPolicy.Deny, Refusal.ApiKeyUnknown));

        Assert.Equal("ApiKey", challenge.Scheme);
        Assert.Equal([new("realm", "Machines"), new("header", "X-Token")], challenge.Params);
        Assert.False(scheme.OpensDialog);
    }

    [Fact]
    public async Task Refuses_all_that_is_wrong_with_a_key_with_the_same_public_words()
    {
        foreach (var outcome in new[] { ApiKeyOutcome.Malformed, ApiKeyOutcome.Unknown, ApiKeyOutcome.Expired, ApiKeyOutcome.Revoked })
        {
            var verdict = await Verify(new FixedKeys(new(outcome)), null, Key);
            Assert.Equal("api-key-unknown", verdict.Refusal!.Value.PublicRow().Slug);
        }
    }

    private static ValueTask<Verdict> Verify(IApiKeys keys, Credentials? authorization, params string[] lines) =>
        new ApiKeyScheme("machines", new ApiKeyOptions(), keys).VerifyAsync(authorization, new Facts(lines), TestContext.Current.CancellationToken);

    private sealed class FixedKeys(ApiKeyCheck check) : IApiKeys
    {
        public List<string> Asked { get; } = [];

        public ValueTask<ApiKeyCheck> FindAsync(string presentedKey, CancellationToken cancel)
        {
            Asked.Add(presentedKey);
            return ValueTask.FromResult(check);
        }
    }

    private sealed class SlowKeys : IApiKeys
    {
        public async ValueTask<ApiKeyCheck> FindAsync(string presentedKey, CancellationToken cancel)
        {
            await Task.Yield();
            return new(ApiKeyOutcome.Good, Owner);
        }
    }

    private sealed class Facts(params string[] lines) : RequestFacts
    {
        public bool Tls { get; init; } = true;

        public override string Method => "GET";

        public override string Target => "/";

        public override string Host => "example.org";

        public override bool IsTls => Tls;

        public override IPAddress ClientAddress => IPAddress.Loopback;

        public override bool IsFromScript => false;

        public override string? Field(string name) => lines is [var only] && IsKey(name) ? only : null;

        public override int FieldCount(string name) => IsKey(name) ? lines.Length : 0;

        public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => default;

        private static bool IsKey(string name) => string.Equals(name, "X-API-Key", StringComparison.OrdinalIgnoreCase);
    }
}
