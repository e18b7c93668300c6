using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Asks octet by octet, so that nothing is mended on the way, and keeps what was said.</summary>
internal static class Visitor
{
    /// <summary>Makes a visit and reads it as the inspector does.</summary>
    public static async Task<Recording> VisitAsync(Uri url, ImmutableArray<SimulatedCall> calls)
    {
        // Over http, and not through a proxy, which would get the whole address.
        var transcript = new StringBuilder($"$ curl {url}\n");
        var (login, cookies, memory) = (new DigestVisit(), new CookieVisit(), new VisitMemory());
        foreach (var template in calls)
        {
            var call = memory.Fill(template, url);
            var fields = string.Concat(call.Fields.Select(field => $"{field.Name}: {field.Value}\r\n"));
            if (login.Answer(call) is { } authorization)
                fields += $"Authorization: {authorization}\r\n";
            if (call.SendsCookies && cookies.Field is { Length: > 0 } sent)
                fields += $"Cookie: {sent}\r\n";
            if (call.Content is { } content)
                fields += string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n");
            var host = call.Host is { } name ? string.Create(CultureInfo.InvariantCulture, $"{name}:{url.Port}") : url.Authority;
            var answer = await AskAsync(url, $"{call.Method} {call.Target} HTTP/1.1\r\nHost: {host}\r\n{fields}Connection: close\r\n\r\n{call.Content}");

            login.Learn(answer);
            cookies.Learn(answer);
            memory.Learn(answer);

            // The connection is closed by this visitor.
            transcript.Append(CultureInfo.InvariantCulture, $"{call.Method} {call.Target} HTTP/1.1\nHost: {host}\n{fields}\n{call.Content}\n{answer.Replace("Connection: close\r\n", "", StringComparison.Ordinal)}\n\n");
        }

        return RawHttpReader.Read(transcript.ToString());
    }

    /// <summary>Sends octets and takes all that comes back.</summary>
    public static async Task<string> AskAsync(Uri url, string request)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancel);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, cancel);
        }
        catch (IOException)
        {
            // The server broke it off: what came is what there is.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
