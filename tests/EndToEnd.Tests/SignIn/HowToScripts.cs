using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>The scripts of the page that tells how to sign in from scripts, as they stand there.</summary>
internal static partial class HowToScripts
{
    private static readonly string Axios = Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers", "node_modules", "axios", "dist", "esm", "axios.min.js");

    /// <summary>Has an application serve them below <c>/app/</c>, with the library that they use.</summary>
    public static void PutInto(Application application)
    {
        Assert.SkipUnless(File.Exists(Axios), "The npm packages of Peers are not installed");
        var scripts = Block().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "how-to", "sign-in-from-scripts.md")));
        Assert.Equal(
            ["sign-in.js", "fetch-signed-in.js", "axios-signed-in.js", "sign-in-here.js", "stay-signed-in.js"],
            scripts.Select(script => script.Groups["name"].Value));
        foreach (Match script in scripts)
            application.PutScript("/app/" + script.Groups["name"].Value, script.Groups["text"].Value);
        application.PutScript("/app/axios.js", File.ReadAllText(Axios));
    }

    [GeneratedRegex("```js\n(?<text>// (?<name>[a-z-]+\\.js)\n(.*\n)*?)```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
