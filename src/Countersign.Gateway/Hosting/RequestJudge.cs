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
    private readonly ContentRoom _contents = ContentRoom.ForContents();
    private readonly ContentRoom _forms = ContentRoom.ForForms();

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
        if (CanonicalTarget.IsForAnotherScheme(raw, facts.IsTls))
            return Stop(Refusal.RequestAmbiguous, facts, evidence: "the target's scheme is not that of the connection");

        // With all of its fields: nothing of the own space goes on to anybody, and who asks for another's request describes it in some of them.
        if (OwnSpace.Holds(target.Path))
        {
            if (state.Own.Find(target.Path) is not { } endpoint)
                return Stop(Refusal.RouteNotFound, facts);
            return endpoint.LetsIn(facts.Method) && !budget.HasRoom(facts.ClientAddress)
                ? Stop(Refusal.TooManyRefusals, facts)
                : ValueTask.FromResult(new Judgement { Facts = facts, Own = endpoint });
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

        var judging = AreaJudge.JudgeAsync(facts, route.Area, budget, context.RequestAborted);
        return judging.IsCompletedSuccessfully ? ValueTask.FromResult(Of(judging.Result, route)) : Awaited(judging, route);
    }

    private static async ValueTask<Judgement> Awaited(ValueTask<JudgedRequest> judging, CompiledRoute route) => Of(await judging, route);

    private static Judgement Of(in JudgedRequest judged, CompiledRoute route) =>
        new() { Facts = judged.Facts, Route = route, Decision = judged.Decision, Effort = judged.Effort };

    private static ValueTask<Judgement> Stop(Refusal refusal, HttpRequestFacts? facts = null, CompiledRoute? route = null, string? evidence = null) =>
        ValueTask.FromResult(new Judgement { Facts = facts, Route = route, Decision = new() { Refusal = refusal, Evidence = evidence } });
}
