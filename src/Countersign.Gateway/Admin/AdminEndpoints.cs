using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>What the admin listener serves.</summary>
internal sealed class AdminEndpoints(GatewayServices services, PrometheusText metrics, JournalEndpoints journal, Func<bool> isReady)
{
    private const string Entry = "/.countersign/journal/";

    public static bool IsHealth(string path) => path is "/.countersign/health/live" or "/.countersign/health/ready";

    /// <summary>Live as long as it answers; ready once it is warm and its store can be read (CONTRACT 28).</summary>
    public Task HealthAsync(HttpContext context, string path)
    {
        var well = path.EndsWith("live", StringComparison.Ordinal) || (isReady() && services.Store.IsReadable);
        context.Response.StatusCode = well ? 200 : 503;
        return WriteAsync(context, "text/plain; charset=utf-8", well ? "ok\n"u8.ToArray() : "not ready\n"u8.ToArray());
    }

    public async Task ServeAsync(HttpContext context, string path)
    {
        try
        {
            await AnswerAsync(context, path);
        }
        catch (StoreUnavailableException failure)
        {
            await PlainProblem.WriteAsync(context, 503, "Not available", failure.Message);
        }
    }

    private Task AnswerAsync(HttpContext context, string path) => path switch
    {
        "/.countersign/metrics" => WriteAsync(context, PrometheusText.ContentType, Encoding.UTF8.GetBytes(metrics.Write())),
        "/.countersign/users" => ListAsync(context, WriteUsers),
        "/.countersign/keys" => ListAsync(context, WriteKeys),
        "/.countersign/journal" => journal.RefusalsAsync(context),
        "/.countersign/admissions" => journal.AdmissionsAsync(context),
        _ when path.StartsWith(Entry, StringComparison.Ordinal) => journal.FindAsync(context, path[Entry.Length..]),
        _ => PlainProblem.WriteAsync(
            context, 404, "Nothing here", "The admin listener has /.countersign/health/live, health/ready, metrics, journal, journal/REFERENCE, admissions, users and keys."),
    };

    private static async Task ListAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        // The keys are read from the store, and this thread waits for sockets.
        await Task.Yield();
        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }

        await WriteAsync(context, "application/json", content.ToArray());
    }

    private void WriteUsers(Utf8JsonWriter json)
    {
        foreach (var user in services.Users.List())
        {
            json.WriteStartObject();
            json.WriteString("name", user.Name);
            json.WriteStartArray("groups");
            foreach (var group in user.Groups)
                json.WriteStringValue(group);
            json.WriteEndArray();
            json.WriteBoolean("disabled", user.Disabled);
            json.WriteEndObject();
        }
    }

    private void WriteKeys(Utf8JsonWriter json)
    {
        foreach (var key in services.Keys.List())
        {
            json.WriteStartObject();
            json.WriteString("id", key.Id);
            json.WriteString("name", key.Name);
            json.WriteString("prefix", key.Prefix);
            json.WriteStartArray("scopes");
            foreach (var scope in key.Scopes)
                json.WriteStringValue(scope);
            json.WriteEndArray();
            json.WriteString("owner", key.Owner);
            WriteTime(json, "expires", key.Expires);
            WriteTime(json, "revoked", key.Revoked);
            WriteTime(json, "lastUsed", key.LastUsed);
            json.WriteEndObject();
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, known);
        else
            json.WriteNull(name);
    }

    private static async Task WriteAsync(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
