using Countersign.Decisions;
using Countersign.Gateway.Tests.SignIn;

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
