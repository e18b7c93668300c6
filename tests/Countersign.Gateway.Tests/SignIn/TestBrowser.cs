using System.Net;
using System.Text.RegularExpressions;
using Countersign.Gateway.Tests.Hosting;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>A browser of one host: keeps cookies, sends what browsers send, follows nothing by itself.</summary>
internal sealed partial class TestBrowser(RunningGateway gateway, string host = "gateway.test")
{
    public const string Html = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public string? Session => Cookies.GetValueOrDefault("countersign");

    public Task<Reply> GetAsync(string target, params string[] fields) => SendAsync("GET", target, null, [Html, .. fields]);

    /// <summary>Sends a form as a page of the host would.</summary>
    public Task<Reply> PostAsync(string target, IEnumerable<(string Name, string Value)> form, params string[] fields) =>
        SendAsync("POST", target, form, [Html, $"Origin: http://{host}", .. fields]);

    /// <summary>Sends a form with no field but those that are given.</summary>
    public Task<Reply> PostBareAsync(string target, IEnumerable<(string Name, string Value)> form, params string[] fields) => SendAsync("POST", target, form, fields);

    /// <summary>Opens the sign-in page, and gives what its form carries.</summary>
    public async Task<string> AttemptAsync(string query = "") => AttemptOf(await GetAsync("/.countersign/login" + query));

    public async Task<Reply> SignInAsync(string user = "anna", string password = SignInSite.Password, string target = "/staff/a", bool remember = false) =>
        await SubmitAsync(await AttemptAsync("?return=" + Uri.EscapeDataString(target)), user, password, remember);

    public Task<Reply> SubmitAsync(string attempt, string user = "anna", string password = SignInSite.Password, bool remember = false, params string[] fields) =>
        PostAsync("/.countersign/login", Form(attempt, user, password, remember), fields);

    public static (string, string)[] Form(string attempt, string user = "anna", string password = SignInSite.Password, bool remember = false) =>
        [("attempt", attempt), ("username", user), ("password", password), .. remember ? [("remember", "yes")] : Array.Empty<(string, string)>()];

    public static string AttemptOf(Reply page) => WebUtility.HtmlDecode(Attempt().Match(page.Body) is { Success: true } found
        ? found.Groups["value"].Value
        : throw new InvalidOperationException("no form in:\n" + page.Raw));

    private async Task<Reply> SendAsync(string method, string target, IEnumerable<(string Name, string Value)>? form, string[] fields)
    {
        var content = form is null ? "" : string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));
        List<string> all = [$"Host: {host}", .. fields];
        if (Cookies.Count > 0)
            all.Add("Cookie: " + string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (form is not null)
            all.AddRange(["Content-Type: application/x-www-form-urlencoded", $"Content-Length: {content.Length}"]);
        var reply = await RunningGateway.SendAsync(gateway.Url.Port, RunningGateway.Written(method, target, [.. all]) + content);
        foreach (var line in reply.Lines("Set-Cookie"))
            Take(line);
        return reply;
    }

    private void Take(string line)
    {
        var pair = line.Split(';')[0].Split('=', 2);
        if (line.Contains("Max-Age=0", StringComparison.Ordinal))
            Cookies.Remove(pair[0]);
        else
            Cookies[pair[0]] = pair[1];
    }

    [GeneratedRegex("name=\"attempt\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attempt();
}
