using System.Globalization;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Asks a simulator octet by octet, as one client.</summary>
internal sealed class Asking(Uri url)
{
    /// <summary>Credentials that get in.</summary>
    public const string Good = "Authorization: Basic YW5uYTpzZWNyZXQ=";

    private readonly string _client = Guid.CreateVersion7().ToString();

    /// <summary>The answer to a request with these fields.</summary>
    public Task<string> AskAsync(string target, params IEnumerable<string> fields) => AskAsync("GET", target, fields, "");

    /// <summary>The answer to a request with a method and a content.</summary>
    public Task<string> AskAsync(string method, string target, IEnumerable<string> fields, string content) =>
        Visitor.AskAsync(url, $"{method} {target} HTTP/1.1\r\nHost: {url.Authority}\r\nCountersign-Client: {_client}\r\n{string.Concat(fields.Select(field => $"{field}\r\n"))}Connection: close\r\n\r\n{content}");

    /// <summary>The statuses of so many requests with good credentials, with blanks between them.</summary>
    public async Task<string> StatusesAsync(string target, int times)
    {
        var statuses = new List<int>();
        for (var time = 0; time < times; time++)
            statuses.Add(StatusOf(await AskAsync(target, Good)));
        return string.Join(' ', statuses);
    }

    public static int StatusOf(string answer) => int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);

    /// <summary>The value of a field; null for none, with commas between several.</summary>
    public static string? FieldOf(string answer, string name) =>
        answer.Split("\r\n\r\n")[0].Split("\r\n").Where(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]).ToList() is { Count: > 0 } values ? string.Join(", ", values) : null;

    public static string ContentOf(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
}
