using System.Collections.Immutable;
using System.Text;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Admin.People;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin;

/// <summary>What serves the addresses of the admin listener.</summary>
/// <param name="services">Stores, clock and log.</param>
/// <param name="changes">Changes users, keys and sessions.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="configuration">The configuration that is in force.</param>
/// <param name="metrics">The metrics as text.</param>
/// <param name="journal">What was refused and admitted.</param>
/// <param name="isReady">Whether the gateway is ready.</param>
internal sealed class AdminEndpoints(
    GatewayServices services, AdminChanges changes, SessionRegister sessions, Func<GatewayConfiguration> configuration, PrometheusText metrics, JournalEndpoints journal, Func<bool> isReady)
{
    private static readonly AdminAnswer Well = new(200, "It is.") { Media = "text/plain" };

    /// <summary>Health, metrics, and what describes all of it.</summary>
    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "health/live", "Whether the gateway answers.", (_, context, _) => HealthAsync(context, isWell: true)) { IsOpen = true, NeedsStore = false, Answer = Well },
        new("GET", "health/ready", "Whether the gateway is warm and its store can be read.", (admin, context, _) => admin.ReadyAsync(context))
        {
            IsOpen = true, NeedsStore = false, Answer = Well, Refusals = [new(503, "It is not.") { Media = "text/plain" }],
        },
        new("GET", "metrics", "The metrics, as Prometheus reads them.", (admin, context, _) => admin.MetricsAsync(context))
        {
            NeedsStore = false, Answer = new(200, "The metrics.") { Media = "text/plain" },
        },
        new("GET", "openapi.json", "This description: OpenAPI 3.1.", (_, context, _) => WriteAsync(context, "application/json", OpenApiDocument.Octets))
        {
            NeedsStore = false, Answer = new(200, "The description.") { Media = "application/json" },
        },
    ];

    public JournalEndpoints Journal => journal;

    public UserEndpoints Users { get; } = new(services.Users, changes, services.Log);

    public GroupEndpoints Groups { get; } = new(services.Users, services.Log);

    public SessionEndpoints Sessions { get; } = new(sessions, changes);

    public KeyEndpoints Keys { get; } = new(services.Keys, changes, services.Clock, services.Log);

    public RevocationEndpoints Revocations { get; } = new(services.Revocations, configuration, services.Clock, services.Log);

    /// <summary>Answers a request by one of the methods of its address.</summary>
    public async Task ServeAsync(HttpContext context, AdminEndpoint endpoint, ImmutableArray<string> values)
    {
        if (FaultOfQuery(context.Request.Query, endpoint) is { } fault)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
            return;
        }

        try
        {
            await endpoint.Serve(this, context, values);
        }
        catch (StoreUnavailableException failure)
        {
            await PlainProblem.WriteAsync(context, 503, "Not available", failure.Message);
        }
    }

    private Task ReadyAsync(HttpContext context) => HealthAsync(context, isReady());

    private static Task HealthAsync(HttpContext context, bool isWell)
    {
        context.Response.StatusCode = isWell ? 200 : 503;
        return WriteAsync(context, "text/plain; charset=utf-8", isWell ? "ok\n"u8.ToArray() : "not ready\n"u8.ToArray());
    }

    private Task MetricsAsync(HttpContext context) => WriteAsync(context, PrometheusText.ContentType, Encoding.UTF8.GetBytes(metrics.Write()));

    private static string? FaultOfQuery(IQueryCollection query, AdminEndpoint endpoint)
    {
        if (endpoint.Query.IsEmpty)
            return null;
        var known = endpoint.Query.Select(parameter => parameter.Name).ToList();
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                return $"The query takes {string.Join(" and ", known)} alone.";
            if (values.Count != 1)
                return $"'{name}' stands more than once in the query.";
        }

        return null;
    }

    private static async Task WriteAsync(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
