using System.Text.Json.Nodes;
using Countersign.AspNetCore.SignIn.Factors.Passkeys;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public abstract class PasskeyCeremoniesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly PasskeyPlace Place = new("login.example.org", "https://login.example.org");
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly SetClock _clock = new(Noon);
    private readonly SoftAuthenticator _device = new();
    private readonly StoreHome _home;
    private readonly Store _store;
    private readonly UserStore _users;
    private readonly PasskeyCeremonies _here;
    private readonly PasskeyCeremonies _there;

    protected PasskeyCeremoniesTests(StoreHome home)
    {
        _home = home;
        _store = home.Open();
        _users = new(_store);
        _users.Add(new("anna", "hash"));
        _users.Add(new("bert", "hash"));
        _here = new(_store, _protection, _clock);
        _there = new(home.Open(), _protection, _clock);
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        _device.Dispose();
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_passkey_made_at_one_gateway_is_a_way_in_at_another()
    {
        Assert.True(await AddAsync(_device));
        _clock.Now = Noon.AddHours(1);

        var asked = _there.AskAnybody("attempt", Place, Context());
        var proof = await _there.ProveAsync(null, asked.State, _device.Get(asked.Options), "attempt", Place, Context());

        Assert.Equal("anna", proof!.User);
        Assert.Equal(["hwk", "user", "mfa"], proof.Methods);
        var factor = Assert.Single(new FactorStore(_store).List("anna"));
        Assert.Equal((FactorKind.Passkey, "laptop", Noon, Noon.AddHours(1)), (factor.Kind, factor.Label, factor.Created, factor.LastUsed));
    }

    [Fact]
    public async Task A_passkey_that_other_devices_have_too_is_one_of_software()
    {
        using var synced = new SoftAuthenticator { IsSynced = true };
        Assert.True(await AddAsync(synced));

        Assert.Equal(["swk", "user", "mfa"], (await ProveAsync(synced))!.Methods);
    }

    [Fact]
    public async Task Asks_for_a_key_that_is_kept_by_the_device_and_for_the_person_at_it_and_says_nothing_of_the_name()
    {
        var create = JsonNode.Parse((await _here.AskForNewAsync("anna", "session", Place, Context()))!.Options)!;
        var get = JsonNode.Parse(_here.AskAnybody("attempt", Place, Context()).Options)!;

        Assert.Equal("required", create["authenticatorSelection"]!["userVerification"]!.GetValue<string>());
        Assert.Equal("required", create["authenticatorSelection"]!["residentKey"]!.GetValue<string>());
        Assert.Equal("login.example.org", create["rp"]!["id"]!.GetValue<string>());
        Assert.Equal("required", get["userVerification"]!.GetValue<string>());
        Assert.Empty(get["allowCredentials"]?.AsArray() ?? []);
        Assert.DoesNotContain("anna", create["user"]!["id"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://login.example.org", "login.example.org")]
    [InlineData("https://login.example.org:8443", "login.example.org")]
    [InlineData("https://login.example.org.evil.example", "login.example.org")]
    [InlineData("https://other.example.org", "login.example.org")]
    [InlineData("https://login.example.org", "example.org")]
    [InlineData("https://login.example.org", "evil.example")]
    public async Task Takes_no_answer_from_another_page_or_for_another_host(string origin, string rpId)
    {
        (_device.Origin, _device.RpId) = (origin, rpId);
        Assert.False(await AddAsync(_device));

        (_device.Origin, _device.RpId) = (Place.Origin, null);
        Assert.True(await AddAsync(_device));
        (_device.Origin, _device.RpId) = (origin, rpId);
        Assert.Null(await ProveAsync(_device));
    }

    [Fact]
    public async Task Takes_no_answer_out_of_a_frame_of_another_page()
    {
        Assert.True(await AddAsync(_device));
        _device.IsCrossOrigin = true;

        Assert.Null(await ProveAsync(_device));
    }

    [Fact]
    public async Task Takes_no_answer_without_the_person_being_verified()
    {
        Assert.True(await AddAsync(_device));
        _device.IsVerified = false;

        Assert.Null(await ProveAsync(_device));
        using var other = new SoftAuthenticator { IsVerified = false };
        Assert.False(await AddAsync(other));
    }

    [Fact]
    public async Task Takes_an_answer_once_whichever_gateway_gets_it_and_not_another_to_the_same_question()
    {
        Assert.True(await AddAsync(_device));
        var asked = _here.AskAnybody("attempt", Place, Context());
        var answer = _device.Get(asked.Options);

        var proofs = await Task.WhenAll(
            _here.ProveAsync(null, asked.State, answer, "attempt", Place, Context()),
            _there.ProveAsync(null, asked.State, answer, "attempt", Place, Context()));

        Assert.Single(proofs, proof => proof is not null);
        Assert.Null(await _here.ProveAsync(null, asked.State, _device.Get(asked.Options), "attempt", Place, Context()));
        var next = _here.AskAnybody("attempt", Place, Context());
        Assert.Null(await _here.ProveAsync(null, next.State, answer, "attempt", Place, Context()));
    }

    [Fact]
    public async Task Takes_no_answer_after_five_minutes_of_another_visitor_or_to_another_question()
    {
        Assert.True(await AddAsync(_device));
        var late = _here.AskAnybody("attempt", Place, Context());
        var others = _here.AskAnybody("another attempt", Place, Context());
        var create = await _here.AskForNewAsync("anna", "attempt", Place, Context());

        Assert.Null(await _here.ProveAsync(null, others.State, _device.Get(others.Options), "attempt", Place, Context()));
        Assert.Null(await _here.ProveAsync(null, create!.State, _device.Get(late.Options), "attempt", Place, Context()));
        Assert.Null(await _here.ProveAsync(null, "", _device.Get(late.Options), "attempt", Place, Context()));
        _clock.Now = Noon.AddMinutes(5);
        Assert.Null(await _here.ProveAsync(null, late.State, _device.Get(late.Options), "attempt", Place, Context()));
    }

    [Fact]
    public async Task Takes_a_counter_that_grows_and_one_that_stays_zero()
    {
        Assert.True(await AddAsync(_device));
        Assert.NotNull(await ProveAsync(_device));
        Assert.NotNull(await ProveAsync(_device));

        _device.Count = 5;
        Assert.NotNull(await ProveAsync(_device));
        Assert.Null(await ProveAsync(_device));
        _device.Count = 4;
        Assert.Null(await ProveAsync(_device));
        _device.Count = 0;
        Assert.Null(await ProveAsync(_device));
        _device.Count = 6;
        Assert.NotNull(await ProveAsync(_device));
    }

    [Fact]
    public async Task A_passkey_speaks_for_its_owner_alone()
    {
        using var berts = new SoftAuthenticator();
        Assert.True(await AddAsync(_device));
        Assert.True(await AddAsync(berts, "bert"));

        Assert.Null(await ProveAsync(berts, "anna"));
        var annasHandle = _device.Handle;
        (_device.Handle, var bertsHandle) = (berts.Handle, berts.Handle);
        Assert.Null(await ProveAsync(_device));
        _device.Handle = annasHandle;
        Assert.Equal("anna", (await ProveAsync(_device, "anna"))!.User);
        berts.Handle = null;
        Assert.Null(await ProveAsync(berts));
        berts.Handle = bertsHandle;
        Assert.Equal("bert", (await ProveAsync(berts))!.User);
    }

    [Fact]
    public async Task A_passkey_is_registered_once()
    {
        Assert.True(await AddAsync(_device));

        Assert.False(await AddAsync(_device, "bert"));
        Assert.False(await AddAsync(_device));
    }

    [Fact]
    public async Task A_passkey_that_was_taken_away_is_no_way_in()
    {
        using var other = new SoftAuthenticator();
        Assert.True(await AddAsync(_device));
        Assert.True(await AddAsync(other));
        var factors = new FactorStore(_store);

        Assert.False(factors.RemovePasskey("bert", factors.List("anna")[0].Id));
        Assert.True(factors.RemovePasskey("anna", Convert.ToHexStringLower(_device.Id.AsSpan(0, 6))));

        Assert.Null(await ProveAsync(_device));
        Assert.NotNull(await ProveAsync(other));
    }

    [Fact]
    public async Task Nobody_inherits_the_passkeys_of_a_user_who_is_gone()
    {
        Assert.True(await AddAsync(_device));
        _users.Remove("anna");
        _users.Add(new("anna", "another person"));

        Assert.Null(await ProveAsync(_device));
        Assert.Null(await _here.AskForNewAsync("nobody", "session", Place, Context()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"","rawId":"","type":"public-key","response":{}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AA","attestationObject":"oA"}}""")]
    public async Task Nothing_that_a_browser_may_say_throws(string answer)
    {
        var get = _here.AskAnybody("attempt", Place, Context());
        var create = await _here.AskForNewAsync("anna", "attempt", Place, Context());

        Assert.Null(await _here.ProveAsync(null, get.State, answer, "attempt", Place, Context()));
        Assert.False(await _here.AddAsync("anna", "laptop", create!.State, answer, "attempt", Place, Context()));
    }

    private static DefaultHttpContext Context() => new();

    private async Task<bool> AddAsync(SoftAuthenticator device, string user = "anna")
    {
        var asked = await _here.AskForNewAsync(user, "session", Place, Context());
        return await _there.AddAsync(user, "laptop", asked!.State, device.Create(asked.Options), "session", Place, Context());
    }

    private async Task<PasskeyProof?> ProveAsync(SoftAuthenticator device, string? user = null)
    {
        var asked = user is null ? _here.AskAnybody("attempt", Place, Context()) : await _here.AskAsync(user, "attempt", Place, Context());
        return await _there.ProveAsync(user, asked.State, device.Get(asked.Options), "attempt", Place, Context());
    }

    public sealed class OnSqlite() : PasskeyCeremoniesTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : PasskeyCeremoniesTests(new PostgresHome(server));
}
