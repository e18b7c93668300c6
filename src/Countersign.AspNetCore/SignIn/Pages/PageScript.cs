using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>A script of our own. Pages work without any; one that has it is let run it, and nothing else.</summary>
internal sealed class PageScript
{
    private static readonly PageScript[] All = [PasskeyScript.Script, SignedInScript.Script];

    /// <param name="text">The script.</param>
    public PageScript(string text)
    {
        // As it leaves: pages have the line ends of the network, and the hash is over what the browser gets.
        var content = text.ReplaceLineEndings("\n");
        Element = Html.OfScript(content);
        Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";
    }

    /// <summary>The script with its element.</summary>
    public Html Element { get; }

    /// <summary>Lets the script run (CSP3 §6.7.3.3), and no other.</summary>
    public string Source { get; }

    /// <summary>What lets the scripts of a page run; null when it has none. Nothing else in a page can look alike, for all else is encoded.</summary>
    public static string? SourcesIn(string page)
    {
        var sources = string.Join(' ', All.Where(script => page.Contains(script.Element.ToString(), StringComparison.Ordinal)).Select(script => script.Source));
        return sources.Length == 0 ? null : sources;
    }
}
