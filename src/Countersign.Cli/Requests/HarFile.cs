using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.Intake;

namespace Countersign.Cli.Requests;

/// <summary>An exchange as a HAR 1.2 document, which browsers' tools and many others read. Questions to token endpoints are in it.</summary>
/// <param name="redaction">Keeps secrets out of it; null to leave them in.</param>
internal sealed class HarFile(Redaction? redaction)
{
    /// <summary>Writes the file, for its owner alone, at once in the place of what was there; what is no regular file, such as a pipe, is written to.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(string file, ImmutableArray<StoryLeg> legs)
    {
        var isLink = new FileInfo(file).LinkTarget is not null; // which is followed: what it leads to is somebody's choice
        var isOther = WritableFile.IsOther(file);
        if (!isLink && !isOther && TryReplace(file, legs))
            return;
        using var place = new FileStream(file, isOther ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        Write(place, legs);
    }

    // A folder may take no new file, and a file that is mounted no other in its place.
    private bool TryReplace(string file, ImmutableArray<StoryLeg> legs)
    {
        var fresh = $"{file}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.new";
        if (TryCreate(fresh, mayFail: File.Exists(file)) is not { } stream)
            return false;
        try
        {
            using (stream)
                Write(stream, legs);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }

        try
        {
            File.Move(fresh, file, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(fresh);
            return false;
        }
    }

    private static FileStream? TryCreate(string fresh, bool mayFail)
    {
        try
        {
            return new(fresh, OwnersAlone());
        }
        catch (Exception exception) when (mayFail && (exception is IOException or UnauthorizedAccessException))
        {
            return null;
        }
    }

    private static FileStreamOptions OwnersAlone()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private void Write(Stream stream, ImmutableArray<StoryLeg> legs)
    {
        using var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(json, legs);
    }

    /// <summary>Writes the document.</summary>
    public void Write(Utf8JsonWriter json, ImmutableArray<StoryLeg> legs)
    {
        json.WriteStartObject();
        json.WriteStartObject("log");
        json.WriteString("version", "1.2");
        json.WriteStartObject("creator");
        json.WriteString("name", "countersign");
        json.WriteString("version", ProgramVersion.Text);
        json.WriteEndObject();
        json.WriteStartArray("entries");
        foreach (var leg in legs)
            Write(json, leg);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, StoryLeg leg)
    {
        var message = leg.Message;
        var wait = Math.Round(message.Waited.TotalMilliseconds, 3);
        json.WriteStartObject();
        json.WriteString("startedDateTime", message.StartedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteNumber("time", wait);
        WriteRequest(json, message);
        WriteResponse(json, message);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        json.WriteStartObject("timings");
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", wait);
        json.WriteNumber("receive", 0);
        json.WriteEndObject();
        json.WriteString("_purpose", leg.Purpose);
        json.WriteString("comment", leg.IsTunnel ? "asked of the proxy: a tunnel for another message" : leg.IsBackChannel ? "asked by the client itself, to get credentials" : leg.IsAgain ? "the same request once more, with other credentials" : "the request");
        json.WriteEndObject();
    }

    private void WriteRequest(Utf8JsonWriter json, RecordedMessage message)
    {
        json.WriteStartObject("request");
        json.WriteString("method", message.Method);
        json.WriteString("url", AddressOf(message.Url.AbsoluteUri));
        json.WriteString("httpVersion", $"HTTP/{message.Version}");
        WriteCookies(json, message.Fields.Where(field => Is(field.Name, "Cookie")).SelectMany(field => field.Value.Split(';')));
        WriteFields(json, message.Fields);
        WritePairs(json, "queryString", message.Url.Query.TrimStart('?'));
        if (message.Content is { } content)
            WritePostData(json, message, message.Find("Content-Type") ?? "", content);
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", message.Content?.Length ?? 0);
        json.WriteEndObject();
    }

    private void WritePostData(Utf8JsonWriter json, RecordedMessage message, string type, BoundedCopy content)
    {
        json.WriteStartObject("postData");
        json.WriteString("mimeType", type);
        var (text, isText, comment) = Text(type, message.Find("Content-Encoding"), content);
        if (isText && RecordedAnswer.MediaTypeOf(type) is "application/x-www-form-urlencoded")
            WritePairs(json, "params", text);
        json.WriteString("text", text);
        if (comment is not null)
            json.WriteString("comment", comment);
        json.WriteEndObject();
    }

    private void WriteResponse(Utf8JsonWriter json, RecordedMessage message)
    {
        json.WriteStartObject("response");
        if (message.Answer is not { } answer)
        {
            json.WriteNumber("status", 0);
            json.WriteString("statusText", "");
            json.WriteString("httpVersion", $"HTTP/{message.Version}");
            WriteCookies(json, []);
            WriteFields(json, []);
            WriteNoContent(json);
            json.WriteString("redirectURL", "");
            json.WriteNumber("headersSize", -1);
            json.WriteNumber("bodySize", -1);
            json.WriteString("_error", redaction is null ? message.Outage : TextIntake.ByLooks(redaction.Text(message.Outage ?? "")));
            json.WriteEndObject();
            return;
        }

        json.WriteNumber("status", answer.Status);
        json.WriteString("statusText", answer.Reason);
        json.WriteString("httpVersion", $"HTTP/{message.Version}");
        WriteCookies(json, answer.Lines("Set-Cookie").Select(line => line.Split(';')[0]));
        WriteFields(json, answer.Fields);
        var type = answer.Find("Content-Type") ?? "";
        var (text, isText, comment) = Text(type, answer.Find("Content-Encoding"), answer.Content);
        json.WriteStartObject("content");
        json.WriteNumber("size", answer.Content.Length);
        json.WriteString("mimeType", type);
        json.WriteString("text", text);
        if (!isText)
            json.WriteString("encoding", "base64");
        if (comment is not null)
            json.WriteString("comment", comment);
        json.WriteEndObject();
        json.WriteString("redirectURL", answer.Find("Location") is { } location ? AddressOf(location) : "");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", answer.Content.Length);
        json.WriteEndObject();
    }

    private static void WriteNoContent(Utf8JsonWriter json)
    {
        json.WriteStartObject("content");
        json.WriteNumber("size", 0);
        json.WriteString("mimeType", "x-unknown");
        json.WriteEndObject();
    }

    private void WriteFields(Utf8JsonWriter json, ImmutableArray<(string Name, string Value)> fields)
    {
        json.WriteStartArray("headers");
        foreach (var (name, value) in fields)
            WritePair(json, name, ValueOf(name, value));
        json.WriteEndArray();
    }

    private void WriteCookies(Utf8JsonWriter json, IEnumerable<string> pairs)
    {
        json.WriteStartArray("cookies");
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            WritePair(json, (at < 0 ? "" : pair[..at]).Trim(), redaction is null ? pair[(at + 1)..].Trim() : Redaction.Mark);
        }

        json.WriteEndArray();
    }

    private void WritePairs(Utf8JsonWriter json, string list, string text)
    {
        json.WriteStartArray(list);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = at < 0 ? (Unescaped(pair), "") : (Unescaped(pair[..at]), Unescaped(pair[(at + 1)..]));
            WritePair(json, name, redaction is null ? value : SecretNames.IsParameter(name) ? Redaction.Mark : TextIntake.ByLooks(redaction.Text(value)));
        }

        json.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    /// <summary>A content as it may be written, and what to say of it. What can't be looked through for secrets is left out.</summary>
    private (string Text, bool IsText, string? Comment) Text(string type, string? coding, BoundedCopy content)
    {
        var octets = content.ToArray();
        var part = content.IsWhole ? null : "the beginning of it";
        if (redaction is null)
            return TextOctets.Read(octets, content.IsWhole) is { } whole ? (whole, true, part) : (Convert.ToBase64String(octets), false, part is null ? "base64" : $"base64, {part}");
        if (octets.Length == 0)
            return ("", true, part);
        var mediaType = RecordedAnswer.MediaTypeOf(type);
        var isForm = mediaType?.StartsWith("multipart/", StringComparison.Ordinal) == true;
        if (coding is not (null or "identity") || (TextOctets.Read(octets, content.IsWhole) ?? (isForm ? Encoding.Latin1.GetString(octets) : null)) is not { } text)
            return ("", true, "left out: it can't be looked through for secrets");
        var shown = TextIntake.ByLooks(redaction.Cut(redaction.Content(mediaType, text), content.IsWhole));
        return (shown, true, part ?? (isForm ? $"{Redaction.Mark} stands for secrets and for what can't be looked through for them" : null));
    }

    private string AddressOf(string address) => redaction is null ? address : TextIntake.ByLooks(redaction.Address(address));

    private string ValueOf(string name, string value)
    {
        if (redaction is null)
            return value;
        var shown = redaction.Field(name, value);
        if (SecretNames.IsField(name))
            return shown;
        return SecretNames.IsPublicField(name) ? TextIntake.ValueByLooks(shown) : TextIntake.ByLooks(shown);
    }

    private static string Unescaped(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
