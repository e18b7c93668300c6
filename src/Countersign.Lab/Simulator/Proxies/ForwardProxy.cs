using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>The proxy for requests that are no tunnels: it asks, and hands on to the simulator itself.</summary>
internal static class ForwardProxy
{
    /// <summary>What the mark of its own answers names.</summary>
    public const string Mark = "proxy";

    /// <summary>Serves a request; one that did not come to the proxy goes by.</summary>
    public static async Task ServeAsync(HttpContext context, RequestDelegate next, SimulatorState state)
    {
        if (context.Features.Get<ProxyTunnel>() is not { } connection)
        {
            await next(context);
            return;
        }

        if (connection.IsOpen)
        {
            if (connection.IsTls)
                context.Request.Scheme = Uri.UriSchemeHttps;
            await next(context);
            return;
        }

        var feature = context.Features.Get<IHttpRequestFeature>()!;
        if (!Uri.TryCreate(feature.RawTarget, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var url) || url.Scheme != Uri.UriSchemeHttp)
        {
            await RefuseAsync(context, state, 400, "a whole address with http, as proxies are asked, or CONNECT (RFC 9112 §3.2.2)", "something else");
            return;
        }

        if (ProxyTarget.Read(url.IdnHost, url.Port, context.Connection.LocalIpAddress, state.Ports, out var fault) is not { } way)
        {
            await RefuseAsync(context, state, 403, $"{ProxyTarget.Name}, or an address of the simulator", fault);
            return;
        }

        var verdict = await new ProxyQuestion(state).AskAsync(context.Request.Method, url.PathAndQuery, context, way, context.RequestAborted);
        if (verdict.Answer is { } answer)
        {
            // What names the answer is what the client sees of it, and not the context that stood for it.
            await AnswerWriter.WriteAsync(new(context, verdict.Request.Client, state), Mark, answer, context.RequestAborted);
            return;
        }

        feature.RawTarget = url.PathAndQuery;
        PassOn(context, way, verdict.Info);
        await next(context);
    }

    private static void PassOn(HttpContext context, ProxyTarget way, string? info)
    {
        var (request, response) = (context.Request.Headers, context.Response);
        request.Remove("Proxy-Authorization");
        request.Remove("Proxy-Connection");
        if (way.Has(ProxyTwists.StripAuthorization))
            request.Remove("Authorization");
        response.OnStarting(() =>
        {
            response.Headers.Via = "1.1 simulator";
            if (info is not null)
                response.Headers[ProxyFields.Info] = info;
            if (way.Has(ProxyTwists.DropChallenge))
                response.Headers.Remove("WWW-Authenticate");
            if (way.Has(ProxyTwists.RewriteChallenge) && response.Headers.WWWAuthenticate.Count > 0)
                response.Headers.WWWAuthenticate = "Basic realm=\"Proxy\", charset=\"UTF-8\"";
            return Task.CompletedTask;
        });
    }

    private static Task RefuseAsync(HttpContext context, SimulatorState state, int status, string expected, string received) =>
        AnswerWriter.WriteAsync(new(context, state.Clients.Of(context), state), Mark, new(status) { Diagnosis = new(expected, received) }, context.RequestAborted);
}
