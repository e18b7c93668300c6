using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>The answer to a failure that is no refusal, the upstream's or our own, in the forms that refusals have: problem document, page, text and gRPC status.</summary>
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
        headers.Vary = "Accept";
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

        var media = AnswerNegotiation.Choose(context.Request);
        var content = media switch
        {
            AnswerMedia.Html => Encoding.UTF8.GetBytes(Page(title, detail, reference)),
            AnswerMedia.Text => Encoding.UTF8.GetBytes(Text(status, title, detail, reference)),
            _ => Problem(status, title, detail, reference),
        };
        response.StatusCode = status;
        AnswerTexts.Declare(response, media);
        response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static string Page(string title, string detail, string? reference) => AnswerTexts.Page(
        title,
        $"<p>{HtmlEncoder.Default.Encode(detail)}</p>\n" + (reference is null ? "" : $"<dl><dt>Reference</dt><dd><code>{reference}</code></dd></dl>"));

    private static string Text(int status, string title, string detail, string? reference) =>
        string.Create(CultureInfo.InvariantCulture, $"{status} {title}\n\n{detail}\n") + (reference is null ? "" : $"\nReference: {reference}\n");

    /// <summary>RFC 9457.</summary>
    private static byte[] Problem(int status, string title, string detail, string? reference)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
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

        return content.ToArray();
    }
}
