using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>A browser of an application: keeps cookies, sends what browsers send, follows nothing by itself.</summary>
internal sealed partial class DoorBrowser(HttpClient client)
{
    public const string Login = "/.countersign/login";

    private static readonly (string, string)[] _navigation = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    private static readonly (string, string)[] _script = [("Accept", "application/json"), ("Sec-Fetch-Mode", "cors")];

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public string? Session => Cookies.GetValueOrDefault("countersign");

    private string Origin => client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>Opens a page.</summary>
    public Task<Page> OpenAsync(string target, params (string Name, string Value)[] fields) => SendAsync(HttpMethod.Get, target, null, [.. _navigation, .. fields]);

    /// <summary>Asks as a script of a page does.</summary>
    public Task<Page> FetchAsync(string target, params (string Name, string Value)[] fields) => SendAsync(HttpMethod.Get, target, null, [.. _script, .. fields]);

    /// <summary>Sends a form of a page of the application's own.</summary>
    public Task<Page> PostAsync(string target, (string, string)[] form, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, target, form, [.. _navigation, ("Origin", Origin), .. fields]);

    /// <summary>Sends a form with no field but those that are given.</summary>
    public Task<Page> PostBareAsync(string target, (string, string)[] form, params (string Name, string Value)[] fields) => SendAsync(HttpMethod.Post, target, form, fields);

    /// <summary>Goes where the application sends whoever has to sign in, and does.</summary>
    public async Task<Page> SignInAsync(string user = "eve", string password = "secret", string target = "/people", params (string, string)[] more)
    {
        var page = await OpenAsync($"{Login}?return={Uri.EscapeDataString(target)}");
        return await PostAsync(Login, [("attempt", page.Hidden("attempt")), ("username", user), ("password", password), .. more]);
    }

    private async Task<Page> SendAsync(HttpMethod method, string target, (string Name, string Value)[]? form, (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative));
        using var content = form is null ? null : new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        request.Content = content;
        foreach (var (name, value) in fields)
            Xunit.Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        using var answer = await client.SendAsync(request);
        foreach (var line in answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
            Take(line);
        return await Page.ReadAsync(answer);
    }

    private void Take(string line)
    {
        var pair = line.Split(';')[0].Split('=', 2);
        if (line.Contains("Max-Age=0", StringComparison.Ordinal))
            Cookies.Remove(pair[0]);
        else
            Cookies[pair[0]] = pair[1];
    }

    /// <summary>An answer.</summary>
    internal sealed record Page(int Status, string Body, string? Location, string? Reason, string[] Given)
    {
        public static async Task<Page> ReadAsync(HttpResponseMessage answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            string? reason = null;
            if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
            {
                using var problem = JsonDocument.Parse(body);
                reason = problem.RootElement.GetProperty("reason").GetString();
            }

            return new((int)answer.StatusCode, body, answer.Headers.Location?.OriginalString, reason, answer.Headers.TryGetValues("Set-Cookie", out var lines) ? [.. lines] : []);
        }

        /// <summary>What a hidden field of the page holds.</summary>
        public string Hidden(string name) => WebUtility.HtmlDecode(Field().Matches(Body).FirstOrDefault(field => field.Groups["name"].Value == name)?.Groups["value"].Value
            ?? throw new InvalidOperationException($"no field {name} in:\n{Status} {Body}"));
    }

    [GeneratedRegex("name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
