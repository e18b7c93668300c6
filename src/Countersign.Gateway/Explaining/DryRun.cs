using System.Collections.Immutable;
using System.Text;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Publishing;
using Countersign.Gateway.Routing;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Explaining;

/// <summary>Runs an imagined request through the real judge and the real answers. Forwards nothing, writes nothing, and asks nobody but the issuer of a token that comes with it.</summary>
public static class DryRun
{
    /// <summary>Judges one request against a configuration.</summary>
    /// <exception cref="StoreUnavailableException">There is a store that can't be read.</exception>
    public static async Task<DryRunResult> RunAsync(GatewayConfiguration configuration, DryRunRequest request, CancellationToken cancel)
    {
        using var store = Store.OpenToLook(configuration.Store);
        using var services = new GatewayServices(configuration, store, TimeProvider.System) { LooksAhead = false };
        using var telemetry = new GatewayTelemetry();
        var budget = new RefusalBudget(TimeProvider.System);
        using var runtime = new GatewayRuntime(configuration with { Routes = [.. configuration.Routes.Select(Unasked)] }, services, telemetry, journal: null, budget);
        var context = ImaginedRequest.Of(request);
        context.RequestAborted = cancel;
        var judgement = await new RequestJudge(budget).JudgeAsync(context, runtime.State);
        var result = new DryRunResult
        {
            Route = judgement.Route?.Name,
            Status = 200,
            UntriedExchange = judgement.NeedsExchange ? judgement.Route!.Configuration.Upstream!.Exchange!.Issuer : null,
            Schemes = SchemesOf(judgement),
            NearMatches = judgement.Facts is { } facts ? NearOf(context.Request, facts, configuration) : [],
        };
        return judgement switch
        {
            { Own: not null } => result,
            { Document: { } document } => await ServeAsync(context, document, result),
            { Preflight: { } allowed } => AnswerPreflight(context, judgement, allowed, result),
            { Decision.IsAdmitted: false } => await RefuseAsync(context, judgement, result),
            _ => result,
        };
    }

    /// <summary>By the method that a preflight asks for, as its route is found.</summary>
    private static ImmutableArray<NearMatch> NearOf(HttpRequest request, HttpRequestFacts facts, GatewayConfiguration configuration) =>
        NearMatches.Of(
            configuration.Routes, facts.Host, facts.Canonical.Path, Preflight.TryRead(request, out var requested) ? requested : facts.Method, request.Headers);

    /// <summary>The same route without health checks: a dry run does not appear in the logs of upstreams.</summary>
    private static RouteConfiguration Unasked(RouteConfiguration route) =>
        route.Upstream is { } upstream ? route with { Upstream = upstream with { HealthPath = null } } : route;

    private static async Task<DryRunResult> ServeAsync(HttpContext context, OwnDocument document, DryRunResult result)
    {
        using var body = new MemoryStream();
        context.Response.Body = body;
        await document.WriteAsync(context);
        return result with { Status = context.Response.StatusCode, Headers = FieldsOf(context), Body = Encoding.UTF8.GetString(body.ToArray()) };
    }

    private static DryRunResult AnswerPreflight(HttpContext context, in Judgement judgement, CorsAnswer allowed, DryRunResult result)
    {
        Preflight.Write(context, judgement.Route!.Cors!, allowed, context.Request.Headers.AccessControlRequestMethod.ToString());
        return result with { Status = context.Response.StatusCode, Headers = FieldsOf(context) };
    }

    private static async Task<DryRunResult> RefuseAsync(HttpContext context, Judgement judgement, DryRunResult result)
    {
        using var body = new MemoryStream();
        context.Response.Body = body;
        new AnswerWriter().Write(context, RefusalReporter.Describe(context, judgement, ReferenceIds.Next()));
        await context.Response.BodyWriter.FlushAsync();
        return result with
        {
            Status = context.Response.StatusCode,
            Reason = judgement.Decision.Refusal,
            Evidence = judgement.Decision.Verdict.Evidence ?? judgement.Decision.Evidence,
            Headers = FieldsOf(context),
            Body = Encoding.UTF8.GetString(body.ToArray()),
        };
    }

    private static ImmutableArray<ExplainedScheme> SchemesOf(in Judgement judgement)
    {
        if (judgement.Route is not { } route)
            return [];
        var decision = judgement.Decision;
        var verdicts = decision.SchemeVerdicts;
        return [.. route.Policy.Schemes.Select(scheme => new ExplainedScheme(scheme.Id, VerdictOf(scheme)))];

        string VerdictOf(IAuthScheme scheme)
        {
            if (decision.IsAdmitted && ReferenceEquals(scheme, decision.Scheme))
                return "accepted";
            if (verdicts.IsDefaultOrEmpty)
                return ExplainedScheme.WithoutVerdict(decision.Refusal);
            foreach (var verdict in verdicts)
            {
                if (verdict.SchemeId == scheme.Id)
                    return verdict.Verdict is { } said ? said.Refusal?.Row().Slug ?? "accepted" : "not-presented";
            }

            return "not-presented";
        }
    }

    private static ImmutableArray<KeyValuePair<string, string>> FieldsOf(HttpContext context) =>
        [.. context.Response.Headers.SelectMany(field => field.Value.Select(line => new KeyValuePair<string, string>(field.Key, FieldOctets.Read(line ?? ""))))];
}
