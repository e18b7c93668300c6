using System.Text;
using System.Text.Json;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>The content of a request, as an echo tells it: by its media type as a form, as JSON, or as it is.</summary>
internal sealed class EchoContent
{
    /// <summary>How long it may be.</summary>
    public const int MaxLength = 10 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text, or a URL of the octets where they are none; empty for a form.</summary>
    public string Data { get; private init; } = "";

    /// <summary>The fields of a form.</summary>
    public IFormCollection Form { get; private init; } = FormCollection.Empty;

    /// <summary>The files of a form, as texts.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; private init; } = [];

    /// <summary>What it is as JSON; null where it is none.</summary>
    public JsonElement? Json { get; private init; }

    /// <summary>Reads it, or answers one that is too long, or no form where it says that it is one.</summary>
    public static async Task<(EchoContent? Content, SimulatedAnswer? Answer)> ReadAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var reading = await request.Facts.ReadContentAsync(MaxLength, cancel);
        if (reading.Refusal is not null)
            return (null, new(413) { Diagnosis = new("content of up to 10 MiB (RFC 9110 §15.5.14)", "more") });
        var octets = reading.Content.GetValueOrDefault().ToArray();
        var content = request.Context.Request.HasFormContentType ? await FormAsync(request.Context, octets, cancel) : new() { Data = Text(octets, request.Context.Request.ContentType), Json = JsonOf(octets) };
        return (content, content is null ? new(400) { Diagnosis = new("content of the form that its Content-Type says", "something else") } : null);
    }

    private static async Task<EchoContent?> FormAsync(HttpContext context, byte[] octets, CancellationToken cancel)
    {
        context.Request.Body = new MemoryStream(octets);
        try
        {
            var form = await context.Request.ReadFormAsync(cancel);
            var files = new List<(string, string)>();
            foreach (var file in form.Files)
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, cancel);
                files.Add((file.Name, Text(content.ToArray(), file.ContentType)));
            }

            return new() { Form = form, Files = files };
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static string Text(byte[] octets, string? mediaType)
    {
        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return $"data:{(string.IsNullOrEmpty(mediaType) ? "application/octet-stream" : mediaType)};base64,{Convert.ToBase64String(octets)}";
        }
    }

    private static JsonElement? JsonOf(byte[] octets)
    {
        if (octets.Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(octets);
            var value = document.RootElement.Clone();
            // Half a character can be read as JSON, and not be written.
            using (var nowhere = new Utf8JsonWriter(Stream.Null))
                value.WriteTo(nowhere);
            return value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
