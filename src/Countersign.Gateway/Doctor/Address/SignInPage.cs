using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Countersign.AspNetCore.SignIn.Pages;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>What stands on a page of the sign-in desk, as far as it bears on signing in.</summary>
internal sealed partial record SignInPage
{
    /// <summary>What its form carries; null when it has none for name and password.</summary>
    public string? Attempt { get; private init; }

    /// <summary>Whether it asks for the second factor.</summary>
    public bool WantsSecondFactor { get; private init; }

    /// <summary>Where else people can sign in from it: the addresses of providers.</summary>
    public ImmutableArray<string> Providers { get; private init; } = [];

    /// <summary>What the page says itself to whoever runs the site.</summary>
    public ImmutableArray<string> Causes { get; private init; } = [];

    /// <summary>The reference that it shows; null for none.</summary>
    public string? Reference { get; private init; }

    /// <summary>Whether an address is that of the sign-in page.</summary>
    public static bool IsAt(Uri url) => url.AbsolutePath == LoginPage.Path;

    /// <summary>Reads a page.</summary>
    public static SignInPage Read(string html)
    {
        // A page of the second step has no field for a name.
        var attempt = Attempts().Match(html) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["value"].Value) : null;
        var hasName = html.Contains($"name=\"{LoginPage.NameField}\"", StringComparison.Ordinal);
        return new()
        {
            Attempt = hasName ? attempt : null,
            WantsSecondFactor = attempt is not null && !hasName && html.Contains("action=\"/.countersign/login/", StringComparison.Ordinal),
            Providers = [.. Provider().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups["path"].Value)).Distinct(StringComparer.Ordinal)],
            Causes = [.. Cause().Matches(ListOf(html)).Select(CauseOf)],
            Reference = Shown().Match(html) is { Success: true } shown ? shown.Groups["reference"].Value : null,
        };
    }

    private static string CauseOf(Match match)
    {
        var sentence = WebUtility.HtmlDecode(match.Groups["sentence"].Value);
        return match.Groups["line"] is { Success: true, Value: var line } ? $"{sentence} Configuration: {WebUtility.HtmlDecode(line)}" : sentence;
    }

    [GeneratedRegex($"name=\"{LoginPage.AttemptField}\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attempts();

    [GeneratedRegex("href=\"(?<path>/\\.countersign/sso/[^\"?]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Provider();

    /// <summary>The list for whoever runs the site; empty where the page has none.</summary>
    private static string ListOf(string html)
    {
        var begin = html.IndexOf("<ul lang=\"en\">", StringComparison.Ordinal);
        var end = begin < 0 ? -1 : html.IndexOf("</ul>", begin, StringComparison.Ordinal);
        return end < 0 ? "" : html[begin..end];
    }

    [GeneratedRegex("<li><p>(?<sentence>[^<]*)</p>(<p><code>(?<line>[^<]*)</code></p>)?</li>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cause();

    [GeneratedRegex("<dd><code>(?<reference>[0-9a-z]{16})</code></dd>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shown();
}
