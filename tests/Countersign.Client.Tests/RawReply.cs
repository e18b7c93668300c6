namespace Countersign.Client.Tests;

/// <summary>What goes back, and what becomes of the connection.</summary>
/// <param name="Text">The octets; null to close without any.</param>
/// <param name="Ends">Whether the connection is closed then.</param>
/// <param name="Hangs">Whether nothing further comes, and the connection stays.</param>
internal sealed record RawReply(string? Text, bool Ends = false, bool Hangs = false)
{
    public static RawReply Ok(params string[] fields) => Of("200 OK", "ok", fields);

    public static RawReply Unauthorized(params string[] challenges) => Of("401 Unauthorized", "no", [.. challenges.Select(challenge => $"WWW-Authenticate: {challenge}")]);

    public static RawReply Redirect(string status, string location) => Of(status, "", $"Location: {location}");

    public static RawReply Of(string status, string content, params string[] fields) =>
        new($"HTTP/1.1 {status}\r\n{string.Concat(fields.Select(field => field + "\r\n"))}Content-Length: {content.Length}\r\n\r\n{content}");
}
