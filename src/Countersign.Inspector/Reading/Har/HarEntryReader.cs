using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading.Har;

/// <summary>Reads one entry of a HAR file.</summary>
/// <param name="intake">Takes the secrets out.</param>
internal sealed class HarEntryReader(MessageIntake intake)
{
    private static readonly string[] UntilFields = ["blocked", "dns", "connect", "send", "wait"];

    /// <summary>What was seen to be left out.</summary>
    public Omissions Omissions { get; private set; }

    /// <summary>The exchange; null for what is none, such as an address of a picture within a page, with a problem where something is broken.</summary>
    public Exchange? Read(JsonElement entry, int index, out string? problem)
    {
        problem = null;
        var asked = entry.Member("request");
        if (asked.ValueKind != JsonValueKind.Object || asked.Text("url") is not { Length: > 0 } url)
        {
            problem = "An entry has no request with an address.";
            return null;
        }

        if (AddressOf(url) is not { } address)
            return null;
        var request = Request(asked, address);
        var answered = entry.Member("response");
        var response = Response(answered);
        return new()
        {
            Index = index,
            Request = request,
            Response = response,
            Role = RoleOf(entry, request),
            StartedAt = DateTimeOffset.TryParse(entry.Text("startedDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started) ? started : null,
            Duration = DurationOf(entry),
            Peer = PeerOf(entry, request),
            Trouble = response is null && (answered.Text("_error") ?? answered.Text("_failureText") ?? answered.Text("statusText")) is { Length: > 0 } trouble ? intake.Text(trouble) : null,
        };
    }

    // A member of countersign's own: that a client asked for what it needs can't be told from a request otherwise.
    private static ExchangeRole RoleOf(JsonElement entry, RecordedRequest request) => entry.Text("_purpose") == "credentials" ? ExchangeRole.Authorization : Roles.Of(request);

    private static string? AddressOf(string url)
    {
        if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return url;
        if (url.StartsWith("ws://", StringComparison.OrdinalIgnoreCase))
            return "http" + url[2..];
        return url.StartsWith("wss://", StringComparison.OrdinalIgnoreCase) ? "https" + url[3..] : null;
    }

    private RecordedRequest Request(JsonElement asked, string url)
    {
        var lines = HarFields.Read(asked.Member("headers"), out var pseudo);
        if (!lines.Exists(line => line.Is("Cookie")) && HarFields.CookieLine(asked.Member("cookies")) is { } cookies)
            lines.Add(new("Cookie", cookies));
        var content = PostData(asked.Member("postData"), lines, out var isWhole);
        if (!isWhole || (content.Length == 0 && asked.Number("bodySize") > 0))
        {
            Omissions |= Omissions.RequestContent;
            isWhole = false;
        }

        var method = asked.Text("method") ?? "GET";
        return intake.Request(method, pseudo.GetValueOrDefault(":path") ?? TargetOf(url, method), url, VersionOf(asked, pseudo.Count > 0), lines, content, isWhole);
    }

    private RecordedResponse? Response(JsonElement answered)
    {
        var status = answered.Number("status");
        if (answered.ValueKind != JsonValueKind.Object || status is not (>= 100 and <= 999))
            return null;
        var lines = HarFields.Read(answered.Member("headers"), out var pseudo);
        var shown = answered.Member("content");
        var octets = ContentOf(shown);
        var size = Math.Max(shown.Number("size") ?? 0, answered.Number("bodySize") ?? 0);
        var isWhole = octets.Length > 0 || size <= 0;
        if (!isWhole)
            Omissions |= Omissions.ResponseContent;
        if (octets.Length > 0 && !lines.Exists(line => line.Is("Content-Type")) && shown.Text("mimeType") is { Length: > 0 } mediaType)
            lines.Add(new("Content-Type", mediaType));
        return intake.Response((int)status, answered.Text("statusText") ?? "", VersionOf(answered, pseudo.Count > 0), lines, octets, isWhole);
    }

    private static byte[] PostData(JsonElement data, List<MessageField> lines, out bool isWhole)
    {
        isWhole = true;
        if (data.ValueKind != JsonValueKind.Object)
            return [];
        if (!lines.Exists(line => line.Is("Content-Type")) && data.Text("mimeType") is { Length: > 0 } mediaType)
            lines.Add(new("Content-Type", mediaType));
        if (data.Text("text") is { Length: > 0 } text)
            return data.Text("encoding") == "base64" || data.Text("_encoding") == "base64" ? FromBase64(text) : Encoding.UTF8.GetBytes(text);
        var pairs = data.Member("params").Items().Select(pair => $"{Uri.EscapeDataString(pair.Text("name") ?? "")}={Uri.EscapeDataString(pair.Text("value") ?? "")}").ToList();
        if (pairs.Count == 0)
            return [];

        // Whatever form it was, it is written as this one.
        lines.RemoveAll(line => line.Is("Content-Type"));
        lines.Add(new("Content-Type", "application/x-www-form-urlencoded"));
        isWhole = !data.Member("params").Items().Any(pair => pair.Text("fileName") is not null);
        return Encoding.UTF8.GetBytes(string.Join('&', pairs));
    }

    private static byte[] ContentOf(JsonElement content)
    {
        if (content.Text("text") is not { Length: > 0 } text)
            return [];
        return content.Text("encoding") == "base64" ? FromBase64(text) : Encoding.UTF8.GetBytes(text);
    }

    private static byte[] FromBase64(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : [];
    }

    private static string TargetOf(string url, string method)
    {
        var authority = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = url.AsSpan(authority).IndexOfAny("/?#");
        if (method == "CONNECT")
            return path < 0 ? url[authority..] : url[authority..(authority + path)];
        var target = path < 0 ? "/" : url[(authority + path)..];
        var fragment = target.IndexOf('#', StringComparison.Ordinal);
        target = fragment < 0 ? target : target[..fragment];
        return target.StartsWith('/') ? target : "/" + target;
    }

    private static string? VersionOf(JsonElement message, bool hasPseudo) => message.Text("httpVersion") is { Length: > 0 } version && version != "unknown" ? version : hasPseudo ? "HTTP/2" : null;

    private static TimeSpan? DurationOf(JsonElement entry)
    {
        var timings = entry.Member("timings");
        var parts = UntilFields.Select(name => timings.Number(name) ?? -1).Where(part => part > 0).Sum();
        var total = parts > 0 ? parts : entry.Number("time") ?? -1;
        return total is >= 0 and < 1e9 ? TimeSpan.FromMilliseconds(total) : null;
    }

    private static string? PeerOf(JsonElement entry, RecordedRequest request)
    {
        if (entry.Text("serverIPAddress") is not { Length: > 0 } address)
            return null;
        var port = entry.Number("_serverPort") is { } known ? (int)Math.Clamp(known, 0, 65535) : request.Url?.Port ?? 0;
        return MessageIntake.Peer(address, port.ToString(CultureInfo.InvariantCulture));
    }
}
