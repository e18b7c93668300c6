using Countersign.AspNetCore.Issuers;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class WithdrawnKeysTests : IssuerKeysStage
{
    [Fact]
    public async Task A_key_that_the_issuer_removed_is_gone_at_once()
    {
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old, New));
        await _keys.LoadAsync(_clock);
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(New));

        _clock.Turn(TimeSpan.FromMinutes(10));

        Assert.True(await Eventually.IsSoAsync(() => _keys.Current.Names() is ["new"]));
    }

    [Theory]
    [InlineData("""{"keys":[]}""", "there is no key in it")]
    [InlineData("""{"keys":[{"kty":"ML","kid":"new"}]}""", "no key in it can be used. ")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}]}""", "no key in it can be used. ")]
    public async Task An_issuer_that_takes_back_all_its_keys_has_none_and_the_operator_is_told(string text, string failure)
    {
        await _keys.LookAsync(Cancel);
        _clock.Turn(seconds: 11);
        _issuer.Says(ImaginedIssuer.Keys, text);

        var look = await _keys.LookAsync(Cancel);

        Assert.Equal((null, false), (look.Keys, look.IsCurrent));
        Assert.StartsWith($"{ImaginedIssuer.Keys}: {failure}", look.Failure, StringComparison.Ordinal);
        Assert.Null(_keys.Current);
        Assert.Equal([IssuerKeysNewsKind.Changed, IssuerKeysNewsKind.Failing], _news.Select(news => news.Kind));
        Assert.Equal((look.Failure, null), (_news.Last().Failure, _news.Last().Keys));
    }

    [Fact]
    public async Task Keys_that_were_taken_back_do_not_return_by_an_outage_but_by_the_issuers_word()
    {
        await _keys.LookAsync(Cancel);
        await LookAfter(() => _issuer.IsDown(ImaginedIssuer.Keys));
        Assert.Equal(["old"], _keys.Current.Names());

        await LookAfter(() => _issuer.Says(ImaginedIssuer.Keys, """{"keys":[]}"""));
        await LookAfter(() => _issuer.IsDown(ImaginedIssuer.Keys));
        Assert.Null(_keys.Current);

        await LookAfter(() => _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old)));
        Assert.Equal(["old"], _keys.Current.Names());
        Assert.Equal(
            [IssuerKeysNewsKind.Changed, IssuerKeysNewsKind.Failing, IssuerKeysNewsKind.Failing, IssuerKeysNewsKind.Recovered, IssuerKeysNewsKind.Changed],
            _news.Select(news => news.Kind));

        async Task LookAfter(Action change)
        {
            change();
            _clock.Turn(seconds: 3);
            await _keys.LookAsync(Cancel);
        }
    }
}
