using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>A window in which pages of the console are looked at: it notes what the policy refused and what scripts threw, and axe judges what is there.</summary>
internal static class ConsoleWindow
{
    private const string Listening = """
        window.faults = [];
        addEventListener('securitypolicyviolation', e => faults.push(`policy: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));
        addEventListener('error', e => faults.push(`error: ${e.message ?? ''} ${e.target?.src ?? e.target?.href ?? ''}`), true);
        addEventListener('unhandledrejection', e => faults.push(`rejection: ${e.reason}`));
        const shown = console.error; console.error = (...words) => { faults.push(`console: ${words.join(' ')}`); shown(...words); };
        """;

    private static readonly string Axe = Path.Combine(Checkout.Root, "tests/EndToEnd.Tests/Peers/node_modules/axe-core/axe.min.js");

    /// <summary>A window that listens, of this width and in this theme.</summary>
    public static async Task<Window> OpenConsoleWindowAsync(this Profile profile, int width = 1200, string scheme = "light")
    {
        var window = await profile.OpenWindowAsync();
        await window.SendAsync("Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = Listening });
        await window.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        await window.SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        return window;
    }

    /// <summary>Nothing was refused or thrown, nothing sticks out, and whoever can't see or point can use it.</summary>
    public static async Task AssertIsFitAsync(this Window window)
    {
        Assert.SkipUnless(File.Exists(Axe), "axe-core is not installed (install-programs)");
        Assert.Equal("", await window.AskAsync("document.getAnimations().forEach(each => each.finish()), window.faults.join('\\n')"));
        Assert.True((await window.RunAsync("document.documentElement.scrollWidth <= innerWidth"))!.GetValue<bool>(), $"{await window.AddressAsync()} is wider than the window");
        await window.RunAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken) + "; undefined");
        Assert.Equal("", await window.AskAsync("""
            axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.impact} ${rule.id}: ${node.html}\n  ${node.failureSummary}`)).join('\n'))
            """));
    }

    /// <summary>Keeps a picture of the whole page, where somebody wants to look at it.</summary>
    public static async Task PictureAsync(this Window window, string name)
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_PICTURES") is not { Length: > 0 } folder)
            return;
        var picture = await window.SendAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true });
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), Convert.FromBase64String(picture["data"]!.GetValue<string>()));
    }
}
