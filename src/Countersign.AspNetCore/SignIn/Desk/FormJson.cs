using System.Text.Json;
using Countersign.AspNetCore.SignIn.Pages;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>The forms of the sign-in page for programs: what to send, and where.</summary>
internal static class FormJson
{
    /// <summary>Answers with a form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">Where the form goes.</param>
    /// <param name="attempt">What it has to carry.</param>
    /// <param name="fields">What else it may carry.</param>
    public static async Task WriteAsync(HttpContext context, string action, string attempt, params string[] fields)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Method == "HEAD")
            return;
        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("action", action);
            json.WriteString(LoginPage.AttemptField, attempt);
            json.WriteStartArray("fields");
            foreach (var field in fields.Prepend(LoginPage.AttemptField))
                json.WriteStringValue(field);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.ToArray(), context.RequestAborted);
    }
}
