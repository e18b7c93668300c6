using System.Collections.Immutable;
using System.Net.Http.Headers;

namespace Countersign.Cli.Requests;

/// <summary>What a request carries: octets, a file, the standard input, or the parts of a form.</summary>
internal sealed class RequestContent
{
    private RequestContent(string? mediaType) => MediaType = mediaType;

    /// <summary>What it says it is; null where nobody knows.</summary>
    public string? MediaType { get; private init; }

    /// <summary>The octets, where they are few and known.</summary>
    public byte[]? Octets { get; private init; }

    /// <summary>The file that it comes from.</summary>
    public string? File { get; private init; }

    /// <summary>Whether it comes on the standard input, which can be read but once.</summary>
    public bool IsInput { get; private init; }

    /// <summary>The parts of a form with files.</summary>
    public ImmutableArray<(string Name, RequestContent Content)> Parts { get; private init; } = [];

    public static RequestContent Of(byte[] octets, string? mediaType) => new(mediaType) { Octets = octets };

    public static RequestContent OfFile(string file) => new(MediaTypeOf(file)) { File = file };

    public static RequestContent OfInput() => new(null) { IsInput = true };

    public static RequestContent OfParts(ImmutableArray<(string Name, RequestContent Content)> parts) => new("multipart/form-data") { Parts = parts };

    /// <summary>The content as it is sent. Files are opened here.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    public HttpContent Create()
    {
        if (!Parts.IsEmpty)
            return CreateForm();
        HttpContent content = Octets is not null ? new ByteArrayContent(Octets) : new StreamContent(IsInput ? Console.OpenStandardInput() : System.IO.File.OpenRead(File!));
        if (MediaType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        return content;
    }

    private MultipartFormDataContent CreateForm()
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, part) in Parts)
        {
            if (part.File is { } file)
                form.Add(part.Create(), name, Path.GetFileName(file));
            else
                form.Add(part.Create(), name);
        }

        return form;
    }

    private static string? MediaTypeOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".json" => "application/json",
        ".xml" => "application/xml",
        ".txt" => "text/plain",
        ".html" or ".htm" => "text/html",
        ".csv" => "text/csv",
        ".pdf" => "application/pdf",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => null,
    };
}
