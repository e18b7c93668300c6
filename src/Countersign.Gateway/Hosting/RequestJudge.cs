using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.Hosting;

/// <summary>Takes a request as far as a decision: screened, canonical, stripped of false identity, matched, judged. Forwards and answers nothing.</summary>
internal sealed class RequestJudge(RefusalBudget budget)
{
    /// <summary>Room for 64 contents of the usual greatest size, 1 MiB, and for two of the greatest that may be configured.</summary>
    private readonly ContentRoom _contents = new(64 << 20);

    /// <summary>Room for 256 of the largest forms; strangers fill it, so that a network has a quarter of it.</summary>
    private readonly ContentRoom _forms = new(16 << 20, share: 4 << 20);

    public ValueTask<Judgement> JudgeAsync(HttpContext context, GatewayState state)
    {
        var request = context.Request;
        if (RequestScreen.Judge(context, out var fault) is { } screened)
            return Stop(screened, evidence: fault);
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!CanonicalTarget.TryRead(raw, request.Method, request.Headers.Host.ToString(), out var target, out fault))
            return Stop(Refusal.RequestAmbiguous, evidence: fault);

        // Facts first: the scrubber takes away what the client has no say in, the fields of trusted proxies are read by then.
        var facts = new HttpRequestFacts(context, target, state.Proxies, _contents, _forms);
        if (IsForAnotherScheme(raw, facts.IsTls))
            return Stop(Refusal.RequestAmbiguous, facts, evidence: "the target's scheme is not that of the connection");

        // With all of its fields: nothing of the own space goes on to anybody, and who asks for another's request describes it in some of them.
        if (OwnSpace.Holds(target.Path))
        {
            return state.Own.Find(target.Path) is { } endpoint
                ? ValueTask.FromResult(new Judgement { Facts = facts, Own = endpoint })
                : Stop(Refusal.RouteNotFound, facts);
        }

        state.Scrubber.Scrub(request.Headers);
        if (state.Documents.Find(facts.Host, target.Path) is { } document)
            return ValueTask.FromResult(new Judgement { Facts = facts, Document = document });

        // A preflight is matched by the method that it asks for (CONTRACT 7).
        var preflight = Preflight.TryRead(request, out var requested);
        if (!preflight && Preflight.IsAttempted(request))
            return Stop(Refusal.RequestAmbiguous, facts, evidence: "a preflight's Origin or Access-Control-Request-Method is doubled or no token");
        var method = preflight ? requested : facts.Method;
        if (state.Routes.Find(facts.Host, target.Path, method, request.Headers) is not { } route)
            return Stop(Refusal.RouteNotFound, facts);

        // Answered here on every route: no credentials come with it, so it could only be refused behind the gate or pass unjudged.
        if (preflight && (route.Cors is not null || route.Policy.Kind != AccessKind.Deny))
        {
            return route.Cors?.For(request) is { } allowed
                ? ValueTask.FromResult(new Judgement { Facts = facts, Route = route, Preflight = allowed })
                : Stop(Refusal.OriginNotAllowed, facts, route);
        }

        if (route.Policy.Kind == AccessKind.AnyOf && !budget.HasRoom(facts.ClientAddress))
            return Stop(Refusal.TooManyRefusals, facts, route);

        var began = Stopwatch.GetTimestamp();
        var deciding = Gate.DecideAsync(facts, route.Policy, context.RequestAborted);
        return deciding.IsCompletedSuccessfully
            ? ValueTask.FromResult(new Judgement { Facts = facts, Route = route, Decision = deciding.Result, Effort = Stopwatch.GetElapsedTime(began) })
            : Awaited(deciding, facts, route);
    }

    private static async ValueTask<Judgement> Awaited(ValueTask<Decision> deciding, HttpRequestFacts facts, CompiledRoute route) =>
        new() { Facts = facts, Route = route, Decision = await deciding };

    private static ValueTask<Judgement> Stop(Refusal refusal, HttpRequestFacts? facts = null, CompiledRoute? route = null, string? evidence = null) =>
        ValueTask.FromResult(new Judgement { Facts = facts, Route = route, Decision = new() { Refusal = refusal, Evidence = evidence } });

    /// <summary>RFC 9110 §7.4: an https address over a connection without TLS was meant for another one, and the other way round.</summary>
    private static bool IsForAnotherScheme(string rawTarget, bool isTls) =>
        !rawTarget.StartsWith('/') && (rawTarget.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? !isTls
            : isTls && rawTarget.StartsWith("http:", StringComparison.OrdinalIgnoreCase));
}
