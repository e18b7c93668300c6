using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>What lies between the form and the session: time, and a second factor.</summary>
public sealed class StepsTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        _browser = new(_gateway);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_form_that_lay_too_long_gives_another_one_for_the_same_place()
    {
        await _browser.AttemptAsync();

        var page = await _browser.SubmitAsync(Sealed(null, TimeSpan.FromMinutes(11)));

        Assert.Equal(200, page.Status);
        Assert.Contains("open for too long", page.Body, StringComparison.Ordinal);
        Assert.Null(_browser.Session);
        Assert.Equal("/staff/a", (await _browser.SubmitAsync(TestBrowser.AttemptOf(page))).Field("Location"));
    }

    [Fact]
    public async Task A_program_with_a_form_that_lay_too_long_is_refused()
    {
        await _browser.AttemptAsync();

        var reply = await _browser.PostBareAsync("/.countersign/login", TestBrowser.Form(Sealed(null, TimeSpan.FromMinutes(11))));

        Assert.Equal((403, "sign-in-form-foreign"), (reply.Status, reply.Reason));
    }

    [Fact]
    public async Task A_second_factor_comes_before_the_session()
    {
        AskFor("anna");
        var page = await _browser.SignInAsync();
        Assert.Equal(200, page.Status);
        Assert.Null(_browser.Session);

        var wrong = await Give(TestBrowser.AttemptOf(page), "000000");
        Assert.Equal((401, false), (wrong.Status, _browser.Session is not null));
        var right = await Give(TestBrowser.AttemptOf(wrong), "123456");

        Assert.Equal((303, "/staff/a"), (right.Status, right.Field("Location")));
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        Assert.Equal(["pwd", "otp"], Assert.Single(await _gateway.Host.Services.Sessions.ListAsync("anna", null, TestContext.Current.CancellationToken)).Methods);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync("ben")).Status);
    }

    [Fact]
    public async Task A_second_factor_needs_the_first_one()
    {
        AskFor("anna");
        var first = await _browser.AttemptAsync();

        Assert.Equal(403, (await Give(first, "123456")).Status);
        Assert.Equal(403, (await Give("made-up", "123456")).Status);
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task A_password_is_no_use_in_the_second_step_and_back()
    {
        AskFor("anna");
        var second = TestBrowser.AttemptOf(await _browser.SignInAsync());

        Assert.Equal(403, (await _browser.SubmitAsync(second, "ben")).Status);
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task A_second_factor_that_comes_too_late_starts_anew()
    {
        AskFor("anna");
        await _browser.AttemptAsync();

        var reply = await Give(Sealed("anna", TimeSpan.FromMinutes(6)), "123456");

        Assert.Contains("open for too long", reply.Body, StringComparison.Ordinal);
        Assert.Contains("type=\"password\"", reply.Body, StringComparison.Ordinal);
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task Nobody_goes_back_to_a_second_factor_when_somebody_has_signed_in()
    {
        AskFor("anna");
        await _browser.AttemptAsync();
        var step = Sealed("anna", TimeSpan.Zero);
        Assert.Equal(303, (await Give(step, "123456")).Status);
        var session = _browser.Session;

        var reply = await Give(step, "123456");

        Assert.Equal(403, reply.Status);
        Assert.Equal(session, _browser.Session);
    }

    private Task<Reply> Give(string attempt, string code) => _browser.PostAsync(SecondStepEndpoint.Path, [("attempt", attempt), ("code", code)]);

    private void AskFor(string user)
    {
        _gateway.Host.Services.SecondStep = new OneCode(user);
        _gateway.Reload(SignInSite.Yaml);
    }

    private string Sealed(string? user, TimeSpan age) => new Attempts(_gateway.Host.Services.Protection, TimeProvider.System).Seal(
        new Attempt(ReturnTarget.Read("/staff/a"), TimeProvider.System.GetUtcNow() - age)
        {
            User = user,
            Password = user is null ? null : Attempts.MarkOf(_gateway.Host.Services.Users.Find(user)!),
            Methods = user is null ? [] : ["pwd"],
        },
        AttemptBrowser.Read(_browser.Cookies["countersign-attempt"])!);

    private sealed class OneCode(string user) : ISecondStep
    {
        public ValueTask<bool> IsNeededAsync(string name, CancellationToken cancel) => ValueTask.FromResult(name == user);

        public ValueTask<string> WriteAsync(SecondStepPage page, CancellationToken cancel) =>
            ValueTask.FromResult(PageLayout.Write(page.Theme, page.Text, "Code", Html.Of($"<input type=\"hidden\" name=\"attempt\" value=\"{page.Sealed}\">")));

        public ValueTask<SecondStepCheck> CheckAsync(Attempt attempt, LoginForm form, HttpRequestFacts request, CancellationToken cancel) => ValueTask.FromResult<SecondStepCheck>(
            form["code"] == "123456" ? new(["otp"]) : new([], Refusal.SignInWrongPassword, Phrase.WrongUserOrPassword));
    }
}
