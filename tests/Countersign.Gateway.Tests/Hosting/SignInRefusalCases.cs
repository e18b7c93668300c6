using Countersign.Decisions;
using Countersign.Gateway.Tests.SignIn;
using Countersign.Gateway.Tests.SignIn.Factors;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A request for each refusal of the sign-in page, from a program that names no media type.</summary>
internal static class SignInRefusalCases
{
    private const string Hash = "{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=";

    public static async Task<Reply> ProduceAsync(Refusal refusal, RunningGateway gateway)
    {
        var users = gateway.Host.Services.Users;
        users.Add(new("anna", Hash));
        users.Add(new("eve", Hash) { Disabled = true });
        users.Add(new("old", "rl0uE0cQ5gYk6"));
        var browser = new TestBrowser(gateway);
        switch (refusal)
        {
            case Refusal.SignInWrongCode:
                await browser.SignInAsync();
                await browser.SetUpAppAsync();
                var asked = await browser.SubmitAsync(await browser.AttemptAsync("?fresh=1"));
                return await browser.PostBareAsync(FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(asked)), ("code", "no code")]);
            case Refusal.SignInPasskeyRefused:
                return await browser.PostBareAsync("/.countersign/login/passkey", [("attempt", await browser.AttemptAsync()), ("credential", "{}")]);
            case Refusal.ResetLinkVoid:
                return await browser.PostBareAsync("/.countersign/reset", [("token", "made-up")]);
        }

        var attempt = await browser.AttemptAsync();
        return await browser.PostBareAsync("/.countersign/login", refusal switch
        {
            Refusal.SignInWrongPassword => TestBrowser.Form(attempt, password: "wrong"),
            Refusal.SignInUnknownUser => TestBrowser.Form(attempt, "nobody"),
            Refusal.SignInUserDisabled => TestBrowser.Form(attempt, "eve"),
            Refusal.SignInHashUnsupported => TestBrowser.Form(attempt, "old"),
            _ => TestBrowser.Form("made-up"),
        });
    }
}
