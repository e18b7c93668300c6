using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>What the admin listener serves.</summary>
/// <param name="services">Stores, clock and log.</param>
/// <param name="configuration">The configuration that is in force.</param>
/// <param name="metrics">The metrics as text.</param>
/// <param name="journal">What was refused and admitted.</param>
/// <param name="isReady">Whether the gateway is warm.</param>
internal sealed class AdminEndpoints(
    DoorServices services, Func<GatewayConfiguration> configuration, PrometheusText metrics, JournalEndpoints journal, Func<bool> isReady)
{
    private const string Root = "/.countersign/";

    private readonly KeyEndpoints _keys = new(services.Keys, services.Clock, services.Log);
    private readonly RevocationEndpoints _revocations = new(services.Revocations, configuration, services.Clock, services.Log);

    public static bool IsHealth(string path) => path is "/.countersign/health/live" or "/.countersign/health/ready";

    /// <summary>The methods that an address takes.</summary>
    public static string[] MethodsOf(string path) => Segments(path) switch
    {
        ["keys" or "revocations"] => ["GET", "HEAD", "POST"],
        ["keys" or "revocations", _] => ["DELETE"],
        ["keys", _, "rotate"] => ["POST"],
        _ => ["GET", "HEAD"],
    };

    /// <summary>Live as long as it answers; ready once it is warm and its store can be read (CONTRACT 28).</summary>
    public Task HealthAsync(HttpContext context, string path)
    {
        var well = path.EndsWith("live", StringComparison.Ordinal) || (isReady() && services.Store.IsReadable);
        context.Response.StatusCode = well ? 200 : 503;
        return WriteAsync(context, "text/plain; charset=utf-8", well ? "ok\n"u8.ToArray() : "not ready\n"u8.ToArray());
    }

    /// <summary>Answers a request by one of the methods of its address.</summary>
    public async Task ServeAsync(HttpContext context, string path)
    {
        try
        {
            await AnswerAsync(context, Segments(path));
        }
        catch (StoreUnavailableException failure)
        {
            await PlainProblem.WriteAsync(context, 503, "Not available", failure.Message);
        }
    }

    private Task AnswerAsync(HttpContext context, string[] segments) => (context.Request.Method, segments) switch
    {
        (_, ["metrics"]) => WriteAsync(context, PrometheusText.ContentType, Encoding.UTF8.GetBytes(metrics.Write())),
        (_, ["users"]) => JsonAnswer.WriteListAsync(context, services.Users.List(), WriteUser),
        ("POST", ["keys"]) => _keys.CreateAsync(context),
        (_, ["keys"]) => _keys.ListAsync(context),
        (_, ["keys", var id]) => _keys.RevokeAsync(context, id),
        (_, ["keys", var id, "rotate"]) => _keys.RotateAsync(context, id),
        ("POST", ["revocations"]) => _revocations.AddAsync(context),
        (_, ["revocations"]) => _revocations.ListAsync(context),
        (_, ["revocations", var id]) => _revocations.UndoAsync(context, id),
        (_, ["journal"]) => journal.RefusalsAsync(context),
        (_, ["journal", var reference]) => journal.FindAsync(context, reference),
        (_, ["admissions"]) => journal.AdmissionsAsync(context),
        _ => PlainProblem.WriteAsync(
            context,
            404,
            "Nothing here",
            "The admin listener has /.countersign/health/live, health/ready, metrics, journal, journal/REFERENCE, admissions, users, keys and revocations."),
    };

    private static string[] Segments(string path) => path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];

    private static void WriteUser(Utf8JsonWriter json, UserRecord user)
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

    private static async Task WriteAsync(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
