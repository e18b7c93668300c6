using Countersign.Tokens.Dpop;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens.Dpop;

public sealed class DpopNoncesTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly Clock _clock = new();

    [Fact]
    public void Knows_its_own_until_they_end_and_says_when_to_give_another()
    {
        var nonces = new DpopNonces(_clock, Lifetime);
        var nonce = nonces.Create();
        var ends = _clock.Now + Lifetime;

        Assert.Equal(new DpopNonce(DpopNonceState.Alive, IsAgeing: false, ends), nonces.Read(nonce));
        _clock.Now += Lifetime / 2;
        Assert.Equal(new DpopNonce(DpopNonceState.Alive, IsAgeing: true, ends), nonces.Read(nonce));
        _clock.Now += (Lifetime / 2) - TimeSpan.FromTicks(1);
        Assert.Equal(DpopNonceState.Alive, nonces.Read(nonce).State);
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.Equal(new DpopNonce(DpopNonceState.Expired, IsAgeing: false, ends), nonces.Read(nonce));
        Assert.Equal(DpopNonceState.Alive, nonces.Read(nonces.Create()).State);
        Assert.Equal(DpopNonceState.Expired, nonces.Read(nonce).State);
    }

    [Fact]
    public void Gives_the_very_same_text_for_a_step_and_another_after_it()
    {
        var nonces = new DpopNonces(_clock, Lifetime);
        var nonce = nonces.Create();

        _clock.Now += DpopNonces.Step - TimeSpan.FromTicks(1);
        Assert.Same(nonce, nonces.Create());
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.NotEqual(nonce, nonces.Create());
    }

    [Fact]
    public void Gateways_with_one_key_give_and_take_the_same()
    {
        var one = new DpopNonces(_clock, Lifetime, Key);
        var other = new DpopNonces(_clock, Lifetime, Key);
        var nonce = one.Create();
        var ends = _clock.Now + Lifetime;

        Assert.Equal(nonce, other.Create());
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(DpopNonceState.Alive, other.Read(nonce).State);
        _clock.Now -= TimeSpan.FromMinutes(2);
        Assert.Equal(new DpopNonce(DpopNonceState.Alive, IsAgeing: false, ends), other.Read(nonce));
    }

    [Fact]
    public void Knows_none_of_another_key()
    {
        var nonce = new DpopNonces(_clock, Lifetime, Key).Create();

        Assert.Equal(default, new DpopNonces(_clock, Lifetime).Read(nonce));
        Assert.NotEqual(nonce, new DpopNonces(_clock, Lifetime).Create());
    }

    [Fact]
    public void Nonces_are_texts_that_a_field_may_have() => Assert.Matches("^[A-Za-z0-9_-]{32}$", new DpopNonces(_clock, Lifetime).Create());

    [Fact]
    public void No_other_text_is_a_nonce() => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var nonces = new DpopNonces(_clock, Lifetime, Key);
        Assert.True(nonces.Read(text).State == DpopNonceState.Foreign || text == nonces.Create());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void A_key_is_long_and_a_lifetime_longer_than_two_steps()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DpopNonces(_clock, Lifetime, Key.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DpopNonces(_clock, DpopNonces.Step));
    }

    private Gen<string> Texts()
    {
        var nonce = new DpopNonces(_clock, Lifetime, Key).Create();
        var changed =
            from at in Gen.Choose(0, nonce.Length - 1)
            from length in Gen.Choose(0, 2)
            from insert in Gen.Elements("", "A", "_", "=", " ", "AA", "é", "\n", "+", "/")
            select string.Concat(nonce.AsSpan(0, at), insert, nonce.AsSpan(Math.Min(nonce.Length, at + length)));
        return Gen.OneOf(changed, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
