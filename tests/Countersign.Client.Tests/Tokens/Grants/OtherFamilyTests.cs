using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>What is kept for another configuration, or another key, is not used.</summary>
public sealed class OtherFamilyTests : IDisposable
{
    private const string Name = "api";

    private readonly SetClock _clock = new();
    private readonly MemoryTokenStore _store = new();
    private readonly RotatingServer _server = new();
    private readonly BackChannel _channel;

    public OtherFamilyTests() => _channel = new(_server.Stub);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Begins_anew_when_the_configuration_has_another_refresh_token()
    {
        await Grant().RequestAsync(new(), null, Cancel);

        Assert.Equal("t2", (await Grant(initial: "r1").RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
    }

    [Fact]
    public async Task A_token_that_is_kept_for_another_key_is_none_for_this_one()
    {
        _server.Lifetime = 3600;
        var key = DpopKey.Create();
        var bound = new RefreshTokenGrant(new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock) { Key = key }, _store, Name) { InitialToken = new("r0") };
        await bound.RequestAsync(new(), null, Cancel);

        Assert.Equal("t2", (await Grant().RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
        Assert.Equal("t2", (await Grant().RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
        Assert.Equal("t3", (await bound.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
    }

    private RefreshTokenGrant Grant(string initial = "r0") =>
        new(new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock), _store, Name) { InitialToken = new(initial) };
}
