using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Writes what came as JSON, with the members that httpbin has. Characters that mean something in HTML are escaped: what strangers send comes back as nothing but text.</summary>
internal static class EchoJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    /// <summary>Writes JSON as the content of an answer.</summary>
    public static SimulatedAnswer Answer(Action<Utf8JsonWriter> write, int status = 200) => new(status) { Content = Octets(write), MediaType = "application/json" };

    /// <summary>JSON with a line end behind it.</summary>
    public static byte[] Octets(Action<Utf8JsonWriter> write, bool isReadable = true)
    {
        var written = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(written, isReadable ? Readable : default))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        written.Write("\n"u8);
        return written.WrittenSpan.ToArray();
    }

    /// <summary>Writes parts of a request.</summary>
    public static void Write(Utf8JsonWriter json, SimulatedRequest request, EchoPart parts, EchoContent? content = null)
    {
        var http = request.Context.Request;
        if (parts.HasFlag(EchoPart.Query))
            WriteValues(json, "args", http.Query);
        if (content is not null)
            WriteContent(json, content);
        if (parts.HasFlag(EchoPart.Cookies))
            WriteTexts(json, "cookies", http.Cookies);
        if (parts.HasFlag(EchoPart.Fields))
            WriteTexts(json, "headers", http.Headers.Select(field => KeyValuePair.Create(Canonical(field.Key), string.Join(',', field.Value.ToArray()))));
        if (content is not null)
            WriteJson(json, content);
        if (parts.HasFlag(EchoPart.Method))
            json.WriteString("method", HttpMethods.IsHead(request.Method) ? HttpMethods.Get : request.Method);
        if (parts.HasFlag(EchoPart.Origin))
            json.WriteString("origin", request.Facts.ClientAddress.ToString());
        if (parts.HasFlag(EchoPart.Address))
            json.WriteString("url", http.GetEncodedUrl());
        if (parts.HasFlag(EchoPart.Agent))
            json.WriteString("user-agent", http.Headers.UserAgent.ToString());
    }

    private static void WriteContent(Utf8JsonWriter json, EchoContent content)
    {
        json.WriteString("data", content.Data);
        WriteValues(json, "files", content.Files.GroupBy(file => file.Name, StringComparer.Ordinal).Select(group => KeyValuePair.Create(group.Key, new StringValues([.. group.Select(file => file.Text)]))));
        WriteValues(json, "form", content.Form);
    }

    private static void WriteJson(Utf8JsonWriter json, EchoContent content)
    {
        json.WritePropertyName("json");
        if (content.Json is { } value)
            value.WriteTo(json);
        else
            json.WriteNullValue();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, texts) in values)
        {
            if (texts.Count == 1)
            {
                json.WriteString(key, texts[0]);
                continue;
            }

            json.WriteStartArray(key);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        json.WriteStartObject(name);
        foreach (var (key, text) in texts)
            json.WriteString(key, text);
        json.WriteEndObject();
    }

    // HTTP/2 has names in small letters, and suites look for X-Test as they would have sent it.
    private static string Canonical(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.ToLowerInvariant());
}
