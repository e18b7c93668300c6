using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>Tells addresses and pages at which people sign in.</summary>
internal static partial class LoginPlaces
{
    /// <summary>Whether an address looks like such a page, or like the question of a client to an authorization server (RFC 6749 §4.1.1).</summary>
    public static bool IsLogin(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return false;
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? address : address[..query];
        return LoginPath().IsMatch(path) || LoginHost().IsMatch(path)
            || (query >= 0 && ((address.Contains("response_type=", StringComparison.Ordinal) && address.Contains("client_id=", StringComparison.Ordinal)) || address.Contains("SAMLRequest=", StringComparison.Ordinal)));
    }

    /// <summary>Where a redirect leads to, if it leads there; null for anything else.</summary>
    public static string? RedirectToLogin(Exchange exchange) =>
        exchange.Status is 301 or 302 or 303 or 307 or 308 && exchange.Response!.Fields.First("Location") is { } location && IsLogin(location) ? location : null;

    /// <summary>Where in a page the field for a password stands; -1 where there is none.</summary>
    public static int PasswordField(RecordedResponse response) =>
        Callers.IsHtml(response.Fields.First("Content-Type")) && Seen.Find(PasswordInput(), Seen.Beginning(response)) is { Success: true } match ? match.Index : -1;

    /// <summary>The title of a page that says that one signs in there; null for none.</summary>
    public static Match? SignInTitle(RecordedResponse response) =>
        Callers.IsHtml(response.Fields.First("Content-Type")) && Seen.Find(TitleToSignIn(), Seen.Beginning(response)) is { Success: true } match ? match : null;

    [GeneratedRegex(@"<title>[^<]{0,60}\b(sign|log) ?in\b[^<]{0,60}</title>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TitleToSignIn();

    [GeneratedRegex(@"[/_-](log[_-]?in|log[_-]?on|sign[_-]?in|sign[_-]?on|sso|saml2?|authorize|sessions?/new|wp-login\.php|auth/?$)(/|\.[a-z]{2,5}$|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LoginPath();

    [GeneratedRegex(@"^https?://(log-?in|sign-?in|sso|idp)\.", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LoginHost();

    [GeneratedRegex(@"<input\b[^>]{0,500}\btype\s{0,4}=\s{0,4}[""']?password\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PasswordInput();
}
