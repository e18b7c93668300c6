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

    /// <summary>Reads it; null for one that is too long, or no form where it says that it is one.</summary>
    public static async Task<EchoContent?> ReadAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var reading = await request.Facts.ReadContentAsync(MaxLength, cancel);
        if (reading.Refusal is not null)
            return null;
        var octets = reading.Content.GetValueOrDefault().ToArray();
        return request.Context.Request.HasFormContentType ? await FormAsync(request.Context, octets, cancel) : new() { Data = Text(octets, request.Context.Request.ContentType), Json = JsonOf(octets) };
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
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
