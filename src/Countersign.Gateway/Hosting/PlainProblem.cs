using System.Text.Json;
using Countersign.AspNetCore.Admission;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Hosting;

/// <summary>A problem document (RFC 9457) for failures that are no refusals, the upstream's and our own; to a gRPC call its status.</summary>
internal static class PlainProblem
{
    /// <summary>Answers with one.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="title">What happened, in words.</param>
    /// <param name="detail">What the client may know of it.</param>
    /// <param name="reference">The id under which the log tells more; null when it does not.</param>
    /// <param name="cors">Whose scripts may read it: the rules of the route, if it has any.</param>
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail, string? reference = null, CorsRules? cors = null)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["X-Robots-Tag"] = "noindex";
        if (reference is not null)
            headers["Countersign-Reference"] = reference;
        if (cors is not null)
            CorsRules.Replace(headers, cors.For(context.Request));
        if (GrpcStatus.IsCall(context.Request))
        {
            GrpcStatus.Write(response, status, reference is null ? detail : $"{detail} (reference {reference})");
            return;
        }

        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (reference is not null)
            {
                json.WriteString("instance", "urn:countersign:reference:" + reference);
                json.WriteString("reference", reference);
            }

            json.WriteEndObject();
        }

        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await response.Body.WriteAsync(content.ToArray(), context.RequestAborted);
    }
}
