using System.Globalization;
using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reports;

/// <summary>A recording as a HAR 1.2 document. Secrets are not in it, because they are not in a recording.</summary>
internal static class HarReport
{
    /// <param name="json">Where it goes.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="version">The version of this program.</param>
    public static void Write(Utf8JsonWriter json, Recording recording, string version)
    {
        json.WriteStartObject();
        json.WriteStartObject("log");
        json.WriteString("version", "1.2");
        json.WriteStartObject("creator");
        json.WriteString("name", "countersign");
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteStartArray("entries");
        foreach (var exchange in recording.Exchanges)
            Write(json, exchange);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Exchange exchange)
    {
        var wait = Math.Round(exchange.Duration?.TotalMilliseconds ?? 0, 3);
        json.WriteStartObject();
        json.WriteString("startedDateTime", (exchange.StartedAt ?? DateTimeOffset.UnixEpoch).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteNumber("time", wait);
        WriteRequest(json, exchange.Request);
        WriteResponse(json, exchange);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        json.WriteStartObject("timings");
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", wait);
        json.WriteNumber("receive", 0);
        json.WriteEndObject();
        if (exchange.Peer is { } peer)
            json.WriteString("_peer", peer);
        if (exchange.StartedAt is null)
            json.WriteString("comment", "when it began is not known");
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, RecordedRequest? request)
    {
        json.WriteStartObject("request");
        json.WriteString("method", request?.Method ?? "GET");
        json.WriteString("url", request?.Url?.AbsoluteUri ?? request?.Target ?? "");
        json.WriteString("httpVersion", request?.Version ?? "");
        WriteEmpty(json, "cookies");
        WriteFields(json, request?.Fields ?? MessageFields.None);
        WriteEmpty(json, "queryString");
        if (request is { Content.IsEmpty: false })
        {
            json.WriteStartObject("postData");
            json.WriteString("mimeType", request.Fields.First("Content-Type") ?? "");
            json.WriteString("text", request.Content.Text);
            json.WriteEndObject();
        }

        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", request?.Content.Length ?? -1);
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, Exchange exchange)
    {
        var response = exchange.Response;
        json.WriteStartObject("response");
        json.WriteNumber("status", exchange.Status);
        json.WriteString("statusText", response?.Reason ?? "");
        json.WriteString("httpVersion", response?.Version ?? "");
        WriteEmpty(json, "cookies");
        WriteFields(json, response?.Fields ?? MessageFields.None);
        json.WriteStartObject("content");
        json.WriteNumber("size", response?.Content.Length ?? 0);
        json.WriteString("mimeType", response?.Fields.First("Content-Type") ?? "x-unknown");
        if (response is { Content.IsEmpty: false })
            json.WriteString("text", response.Content.Text);
        json.WriteEndObject();
        json.WriteString("redirectURL", response?.Fields.First("Location") ?? "");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", response?.Content.Length ?? -1);
        if (exchange.Trouble is { } trouble)
            json.WriteString("_error", trouble);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, MessageFields fields)
    {
        json.WriteStartArray("headers");
        foreach (var field in fields.Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("value", field.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }
}
