using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class PublishedIssuerKeysTests : IssuerKeysStage
{
    [Fact]
    public async Task Asks_once_for_a_hundred_requests_with_an_unknown_key_and_once_more_for_those_that_came_meanwhile()
    {
        await _keys.LookAsync(Cancel);
        _clock.Turn(seconds: 1);
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old, New));
        var gate = new TaskCompletionSource();
        _issuer.Gate = gate.Task;

        var looks = Enumerable.Range(0, 100).Select(_ => _keys.LookAsync(Cancel).AsTask()).ToArray();
        Assert.True(await Eventually.IsSoAsync(() => _issuer.Count == 2));
        gate.SetResult();
        await looks[0];
        await TurnUntilAsync(() => looks.All(look => look.IsCompleted));

        Assert.All(await Task.WhenAll(looks), look =>
        {
            Assert.True(look.IsCurrent);
            Assert.Null(look.Failure);
            Assert.Equal(["old", "new"], look.Keys.Names());
        });
        Assert.Equal(3, _issuer.Count);
    }

    [Fact]
    public async Task A_flood_of_invented_names_costs_the_issuer_a_question_in_each_second()
    {
        await _keys.LookAsync(Cancel);
        var looks = Enumerable.Range(0, 1000).Select(_ => _keys.LookAsync(Cancel).AsTask()).ToArray();

        await TurnUntilAsync(() => looks.All(look => look.IsCompleted));

        Assert.All(await Task.WhenAll(looks), look => Assert.True(look.IsCurrent));
        Assert.Equal(2, _issuer.Count);
    }

    [Fact]
    public async Task A_key_that_is_made_a_moment_after_a_question_is_known_to_the_first_token_of_it()
    {
        await _keys.LookAsync(Cancel);
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(New));

        var look = _keys.LookAsync(Cancel).AsTask();
        await TurnUntilAsync(() => look.IsCompleted);

        Assert.Equal(["new"], (await look).Keys.Names());
    }

    [Fact]
    public async Task A_token_that_comes_during_a_question_is_not_judged_by_its_answer()
    {
        await _keys.LookAsync(Cancel);
        _clock.Turn(seconds: 1);
        var gate = new TaskCompletionSource();
        _issuer.Gate = gate.Task;
        var first = _keys.LookAsync(Cancel).AsTask();
        Assert.True(await Eventually.IsSoAsync(() => _issuer.Count == 2));
        var second = _keys.LookAsync(Cancel).AsTask();

        gate.SetResult();
        Assert.Equal(["old"], (await first).Keys.Names());
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(New));
        await TurnUntilAsync(() => second.IsCompleted);

        Assert.Equal(["new"], (await second).Keys.Names());
    }

    [Fact]
    public async Task Asks_for_an_unknown_key_right_after_a_refresh()
    {
        _keys.Start();
        Assert.True(await Eventually.IsSoAsync(() => _keys.Current is not null));
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(New));

        Assert.Equal(["new"], (await _keys.LookAsync(Cancel)).Keys.Names());
    }

    [Fact]
    public async Task Keeps_the_keys_while_the_issuer_is_down_and_says_so()
    {
        await _keys.LookAsync(Cancel);
        _clock.Turn(seconds: 11);
        _issuer.IsDown(ImaginedIssuer.Keys);

        var look = await _keys.LookAsync(Cancel);

        Assert.Equal(["old"], look.Keys.Names());
        Assert.False(look.IsCurrent);
        Assert.Equal("https://issuer.example/keys: no connection: Connection refused", look.Failure);
        Assert.Equal(look.Failure, _keys.Failure);
        Assert.Equal(["old"], _keys.Current.Names());
    }

    [Fact]
    public async Task After_a_failure_asks_again_two_seconds_later_and_answers_at_once_until_then()
    {
        _issuer.IsDown(ImaginedIssuer.Keys);
        for (var i = 0; i < 39; i++)
        {
            var look = await _keys.LookAsync(Cancel);
            Assert.Equal((null, false), (look.Keys, look.IsCurrent));
            Assert.NotNull(look.Failure);
            _clock.Turn(seconds: 0.1);
        }

        Assert.Equal(2, _issuer.Count);
    }

    [Fact]
    public async Task Has_no_answer_for_a_request_when_nothing_was_ever_loaded_and_the_issuer_is_down()
    {
        _issuer.IsDown(ImaginedIssuer.Keys);

        var look = await _keys.LookAsync(Cancel);

        Assert.Null(look.Keys);
        Assert.False(look.IsCurrent);
        Assert.NotNull(look.Failure);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}],"keys":[]}""")]
    public async Task Keeps_the_keys_when_the_answer_is_no_set_of_keys(string text)
    {
        await _keys.LookAsync(Cancel);
        _clock.Turn(seconds: 11);
        _issuer.Says(ImaginedIssuer.Keys, text);

        var look = await _keys.LookAsync(Cancel);

        Assert.Equal(["old"], look.Keys.Names());
        Assert.False(look.IsCurrent);
        Assert.StartsWith("https://issuer.example/keys: ", look.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unchanged_set_stays_the_same_so_that_what_was_verified_by_it_stays_so()
    {
        var first = (await _keys.LookAsync(Cancel)).Keys;
        _clock.Turn(seconds: 11);

        Assert.Same(first, (await _keys.LookAsync(Cancel)).Keys);
        Assert.Equal(2, _issuer.Count);
    }

    [Fact]
    public async Task The_same_keys_in_another_order_are_the_same_set_and_no_news()
    {
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Old, New));
        var first = (await _keys.LookAsync(Cancel)).Keys;
        _clock.Turn(seconds: 11);
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(New, Old));

        Assert.Same(first, (await _keys.LookAsync(Cancel)).Keys);
        Assert.Single(_news);
        _clock.Turn(seconds: 11);
        _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(New, Old).Replace("\"kid\":\"old\"", "\"kid\":\"older\"", StringComparison.Ordinal));
        Assert.Equal(["new", "older"], (await _keys.LookAsync(Cancel)).Keys.Names());
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_question_to_the_others()
    {
        var gate = new TaskCompletionSource();
        _issuer.Gate = gate.Task;
        using var impatient = new CancellationTokenSource();
        var given = _keys.LookAsync(impatient.Token).AsTask();
        var other = _keys.LookAsync(Cancel).AsTask();

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        gate.SetResult();
        Assert.Equal(["old"], (await other).Keys.Names());
        Assert.Equal(1, _issuer.Count);
    }

    [Fact]
    public async Task A_request_waits_five_seconds_and_the_question_ten()
    {
        await _keys.LookAsync(Cancel);
        _clock.Turn(seconds: 11);
        _issuer.Gate = new TaskCompletionSource().Task;
        var look = _keys.LookAsync(Cancel).AsTask();
        Assert.True(await Eventually.IsSoAsync(() => _issuer.Count == 2));

        _clock.Turn(seconds: 4.9);
        Assert.False(look.IsCompleted);
        _clock.Turn(seconds: 0.2);

        var answer = await look;
        Assert.Equal((false, "the issuer has not answered within 5 s"), (answer.IsCurrent, answer.Failure));
        Assert.Equal(["old"], answer.Keys.Names());
        Assert.Null(_keys.Failure);
        _clock.Turn(seconds: 5);
        Assert.True(await Eventually.IsSoAsync(() => _keys.Failure is not null));
        Assert.Equal("https://issuer.example/keys: no whole answer within 10 s", _keys.Failure);
    }

    [Fact]
    public async Task Ends_with_everything_that_it_began()
    {
        _issuer.Gate = new TaskCompletionSource().Task;
        var look = _keys.LookAsync(Cancel).AsTask();
        Assert.True(await Eventually.IsSoAsync(() => _issuer.Count == 1));

        _keys.Dispose();
        _keys.Dispose();

        Assert.False((await look).IsCurrent);
        Assert.True(_issuer.IsDisposed);
        Assert.True(await Eventually.IsSoAsync(() => _clock.Next is null));
        _keys.Start();
        Assert.NotNull((await _keys.LookAsync(Cancel)).Failure);
        Assert.Equal(1, _issuer.Count);
        Assert.Empty(_news);
    }

    [Fact]
    public async Task Octets_of_any_kind_are_a_failure_and_no_exception()
    {
        var chance = new Random(7);
        var set = ImaginedIssuer.Set(Old, New);
        for (var i = 0; i < 300; i++)
        {
            var octets = i % 2 == 0 ? new byte[chance.Next(200)] : System.Text.Encoding.UTF8.GetBytes(set);
            if (i % 2 == 0)
                chance.NextBytes(octets);
            else
                octets[chance.Next(octets.Length)] = (byte)chance.Next(256);
            _issuer.Says(ImaginedIssuer.Keys, octets, System.Text.Encoding.Latin1.GetString(octets.AsSpan(0, Math.Min(octets.Length, 20))).ReplaceLineEndings("").Replace("\0", ""));

            var look = await _keys.LookAsync(Cancel);

            Assert.True(look.IsCurrent == look.Failure is null);
            Assert.True(look.Failure is null || !look.Failure.AsSpan().ContainsAnyExceptInRange(' ', '~'));
            _clock.Turn(seconds: 11);
        }
    }

    private async Task TurnUntilAsync(Func<bool> isSo) => Assert.True(await Eventually.IsSoAsync(() =>
    {
        _clock.Turn(seconds: 0.02); // slowly: a request waits five seconds of this clock
        return isSo();
    }));
}
