using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit;
using Countersign.Tokens;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class IssuerKeysRefreshTests : IssuerKeysStage
{
    [Fact]
    public async Task Loads_in_the_background_and_asks_nothing_before_it_is_told_to()
    {
        Assert.Null(_keys.Current);
        Assert.Equal(0, _issuer.Count);

        _keys.Start();

        Assert.True(await Eventually.IsSoAsync(() => _keys.Current is not null));
        Assert.Equal(["old"], _keys.Current.Names());
        Assert.Equal(1, _issuer.Count);
        Assert.True(await Eventually.IsSoAsync(() => !_news.IsEmpty));
        Assert.Equal(IssuerKeysNewsKind.Changed, Assert.Single(_news).Kind);
    }

    [Fact]
    public async Task Refreshes_without_a_request()
    {
        await _keys.LoadAsync(_clock);
        for (var i = 2; i < 6; i++)
        {
            Assert.Equal(TimeSpan.FromMinutes(10), _clock.Next);
            _clock.Turn(TimeSpan.FromMinutes(10));
            Assert.True(await Eventually.IsSoAsync(() => _issuer.Count == i && _clock.Next > TimeSpan.FromMinutes(1)));
        }
    }

    [Theory]
    [InlineData("max-age=1", 5)]
    [InlineData("max-age=0, no-cache", 5)]
    [InlineData("public, max-age=3600", 60)]
    [InlineData("max-age=2147483647", 24 * 60)]
    [InlineData("max-age=99999999999999999999", 10)]
    [InlineData("max-age=-1", 10)]
    [InlineData("no-store", 10)]
    [InlineData("=,;\"", 10)]
    public async Task Refreshes_as_often_as_the_issuer_says_within_sense(string cacheControl, int minutes)
    {
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old), cacheControl);

        await _keys.LoadAsync(_clock);

        Assert.Equal(TimeSpan.FromMinutes(minutes), _clock.Next);
    }

    [Fact]
    public async Task Comes_back_ever_more_slowly_while_the_issuer_is_down()
    {
        _issuer.IsDown(ImaginedIssuer.Keys);
        _keys.Start();
        var waits = new List<TimeSpan>();
        for (var i = 1; i < 12; i++)
        {
            Assert.True(await Eventually.IsSoAsync(() => _issuer.Count == i && _news.Count == 1 && _clock.Next is not null && _clock.Next != TimeSpan.FromSeconds(10)));
            waits.Add(_clock.Next!.Value);
            _clock.Turn(waits[^1]);
        }

        Assert.InRange(waits[0].TotalSeconds, 4, 6);
        Assert.InRange(waits[1].TotalSeconds, 8, 12);
        Assert.InRange(waits[2].TotalSeconds, 16, 24);
        Assert.All(waits[7..], wait => Assert.InRange(wait.TotalSeconds, 240, 360));
        Assert.True(waits[7..].Distinct().Count() > 1);
    }

    [Fact]
    public async Task Tells_of_an_outage_once_and_of_its_end()
    {
        await _keys.LookAsync(Cancel);
        _issuer.IsDown(ImaginedIssuer.Keys);
        for (var i = 0; i < 3; i++)
        {
            _clock.Turn(seconds: 11);
            await _keys.LookAsync(Cancel);
        }

        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old));
        _clock.Turn(seconds: 11);
        await _keys.LookAsync(Cancel);

        Assert.Equal([IssuerKeysNewsKind.Changed, IssuerKeysNewsKind.Failing, IssuerKeysNewsKind.Recovered], _news.Select(news => news.Kind));
        Assert.Equal("https://issuer.example/keys: no connection: Connection refused", _news.ElementAt(1).Failure);
        Assert.Null(_keys.Failure);
    }

    [Fact]
    public async Task Tells_of_keys_that_are_not_used_once_for_each_set()
    {
        var broken = """{"keys":[{"kty":"RSA","kid":"weak","n":"AQAB","e":"AQAB"},""" + ImaginedIssuer.Set(Old)[9..];
        _issuer.Says(ImaginedIssuer.Keys, broken);
        for (var i = 0; i < 3; i++)
        {
            await _keys.LookAsync(Cancel);
            _clock.Turn(seconds: 11);
        }

        var fault = Assert.Single(Assert.Single(_news).Faults);
        Assert.Equal((0, "weak", TokenFaultKind.KeyTooShort), (fault.Index, fault.KeyId, fault.Fault.Kind));
    }
}
