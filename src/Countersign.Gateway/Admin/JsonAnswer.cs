using System.Text.Json;
using Countersign.Gateway.Admin.Catalogues;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>Answers of the admin listener in JSON.</summary>
internal static class JsonAnswer
{
    /// <summary>Answers with one value.</summary>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
            write(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content.GetBuffer().AsMemory(0, (int)content.Length), context.RequestAborted);
    }

    /// <summary>Answers with what was made, and where it is.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="address">The address behind <see cref="AdminCatalogue.Root"/>, percent-encoded.</param>
    /// <param name="write">Writes it.</param>
    public static Task WriteMadeAsync(HttpContext context, string address, Action<Utf8JsonWriter> write)
    {
        context.Response.Headers.Location = AdminCatalogue.Root + address;
        return WriteAsync(context, 201, write);
    }

    /// <summary>Answers with a list of values.</summary>
    public static Task WriteListAsync<T>(HttpContext context, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => WriteAsync(context, 200, json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    });
}
