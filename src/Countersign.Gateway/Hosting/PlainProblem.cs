using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Hosting;

/// <summary>A problem document (RFC 9457) for failures that are no refusals: the upstream's and our own.</summary>
internal static class PlainProblem
{
    /// <summary>Answers with one. The reference, where there is one, joins it with a line of the log.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail, string? reference = null)
    {
        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (reference is not null)
                json.WriteString("reference", reference);
            json.WriteEndObject();
        }

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.ContentLength = content.Length;
        response.Headers.CacheControl = "no-store";
        if (reference is not null)
            response.Headers["Countersign-Reference"] = reference;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(content.ToArray(), context.RequestAborted);
    }
}
