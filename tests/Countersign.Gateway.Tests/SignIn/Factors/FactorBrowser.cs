using System.Net;
using System.Text.RegularExpressions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn.Factors;

/// <summary>What a person with a second factor does at the pages.</summary>
internal static partial class FactorBrowser
{
    public const string Security = "/.countersign/account/security";
    public const string SecondStep = "/.countersign/login/second-factor";

    /// <summary>Sets an app up with the code of the step before, so that those of now and of the next step are good still. Gives the recovery codes as well.</summary>
    public static async Task<(AuthenticatorApp App, string[] Codes)> SetUpAppAsync(this TestBrowser browser)
    {
        var shown = await browser.PostAsync(Security + "/app", []);
        Assert.Equal(200, shown.Status);
        var app = new AuthenticatorApp(KeyOf(shown));
        var done = await browser.PostAsync(Security + "/app", [("setup", HiddenOf(shown, "setup")), ("code", app.Code(-1))]);
        Assert.Equal(200, done.Status);
        return (app, CodesOf(done));
    }

    /// <summary>Sends a code on the page that asks for it.</summary>
    public static Task<Reply> SendCodeAsync(this TestBrowser browser, Reply page, string code) =>
        browser.PostAsync(SecondStep, [("attempt", TestBrowser.AttemptOf(page)), ("code", code)]);

    public static string KeyOf(Reply page) => Key().Match(page.Body).Groups["key"].Value;

    public static string[] CodesOf(Reply page) => [.. Code().Matches(page.Body).Select(found => found.Groups["code"].Value)];

    /// <summary>What a hidden field of a page holds.</summary>
    public static string HiddenOf(Reply page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page.Body, $"name=\"{name}\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value);

    /// <summary>What a page asks passkeys for.</summary>
    public static string OptionsOf(Reply page) => WebUtility.HtmlDecode(Options().Match(page.Body).Groups["options"].Value);

    [GeneratedRegex("<code id=\"key\">(?<key>[^<]*)</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>(?<code>[0-9a-z]{5}-[0-9a-z]{5})</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("data-options=\"(?<options>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Options();
}
