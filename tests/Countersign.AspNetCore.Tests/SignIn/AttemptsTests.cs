using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Tests.Stores;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn;

public sealed class AttemptsTests
{
    private readonly SetClock _clock = new(new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly Attempts _attempts;
    private readonly AttemptBrowser _browser = AttemptBrowser.Create();

    public AttemptsTests() => _attempts = new(new EphemeralDataProtectionProvider(), _clock);

    [Fact]
    public void Come_back_as_they_went()
    {
        var attempt = Attempt() with { ForHost = "app.example", ForBrowser = "ab", User = "anna", Methods = ["pwd", "otp"], Remember = true };

        var (outcome, read) = _attempts.Read(_attempts.Seal(attempt, _browser), _browser);

        Assert.Equal(AttemptOutcome.Good, outcome);
        Assert.Equal(attempt with { Methods = [] }, read! with { Methods = [] });
        Assert.Equal(attempt.Methods, read.Methods);
    }

    [Fact]
    public void Of_one_browser_there_may_be_several()
    {
        var (first, second) = (_attempts.Seal(Attempt("/one"), _browser), _attempts.Seal(Attempt("/two"), _browser));

        Assert.Equal(("/one", AttemptOutcome.Good), Shown(_attempts.Read(first, _browser)));
        Assert.Equal(("/two", AttemptOutcome.Good), Shown(_attempts.Read(second, AttemptBrowser.Read(_browser.Cookie))));
    }

    [Fact]
    public void Are_nothing_in_another_browser_or_without_its_cookie()
    {
        var text = _attempts.Seal(Attempt("/one"), _browser);

        Assert.Equal(("/one", AttemptOutcome.Foreign), Shown(_attempts.Read(text, AttemptBrowser.Create())));
        Assert.Equal(("/one", AttemptOutcome.CookieMissing), Shown(_attempts.Read(text, null)));
    }

    [Theory]
    [InlineData(10 * 60, null, false)]
    [InlineData((10 * 60) + 1, null, true)]
    [InlineData(5 * 60, "anna", false)]
    [InlineData((5 * 60) + 1, "anna", true)]
    public void End_after_a_while_and_keep_their_target(int seconds, string? user, bool isOver)
    {
        var text = _attempts.Seal(Attempt("/one") with { User = user }, _browser);
        _clock.Now += TimeSpan.FromSeconds(seconds);

        Assert.Equal(("/one", isOver ? AttemptOutcome.Expired : AttemptOutcome.Good), Shown(_attempts.Read(text, _browser)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a b")]
    [InlineData("AAAA")]
    [InlineData("\u00e4")]
    public void Of_others_are_unreadable(string? text) => Assert.Equal(("/", AttemptOutcome.Unreadable), Shown(_attempts.Read(text, _browser)));

    [Fact]
    public void With_a_letter_changed_are_unreadable()
    {
        var text = _attempts.Seal(Attempt(), _browser);
        for (var at = 0; at < text.Length; at += 7)
        {
            var changed = string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1));
            Assert.Equal(AttemptOutcome.Unreadable, _attempts.Read(changed, _browser).Outcome);
        }
    }

    [Fact]
    public void Remember_when_the_browser_last_signed_in()
    {
        var completed = AttemptBrowser.Create().Completing(_clock.Now);

        var read = AttemptBrowser.Read(completed.Cookie)!;

        Assert.Equal(completed, read);
        Assert.Equal(_clock.Now, read.Completed);
        Assert.Null(read.Forgetting().Completed);
        Assert.Equal(completed.Hash, read.Forgetting().Hash);
        Assert.Equal(read.Forgetting(), AttemptBrowser.Read(read.Forgetting().Cookie));
    }

    [Fact]
    public void Are_good_after_a_sign_in_of_another_tab_but_for_those_of_which_a_part_is_proven()
    {
        var (form, step) = (_attempts.Seal(Attempt("/one"), _browser), _attempts.Seal(Attempt("/two") with { User = "anna" }, _browser.Forgetting()));
        Assert.Equal(AttemptOutcome.Good, _attempts.Read(step, _browser).Outcome);

        foreach (var later in new[] { _browser.Completing(_clock.Now), AttemptBrowser.Read(_browser.Completing(_clock.Now).Forgetting().Cookie) })
            Assert.Equal((AttemptOutcome.Good, AttemptOutcome.Foreign), (_attempts.Read(form, later).Outcome, _attempts.Read(step, later).Outcome));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA;")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA..")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.1..")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA1.")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.-1")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.99999999999999999999")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.9999999999999")]
    public void Take_no_cookie_of_others(string? cookie) => Assert.Null(AttemptBrowser.Read(cookie));

    private Attempt Attempt(string target = "/") => new(ReturnTarget.Read(target), _clock.Now);

    private static (string Target, AttemptOutcome Outcome) Shown(AttemptReading reading) => (reading.Target.Path, reading.Outcome);
}
