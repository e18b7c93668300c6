using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// Proxies that describe a request in X-Forwarded-* and pass an answer on as it is: Caddy, HAProxy and Traefik. Where they know a yes by its status alone,
/// an answer of the gateway itself may have none of 200 to 299.
/// </summary>
/// <param name="name">Which of them.</param>
/// <param name="knowsByField">Whether it looks for the word <c>admit</c> beside the status.</param>
internal class CopyingDialect(string name, bool knowsByField) : Dialect
{
    public sealed override string Name => name;

    public sealed override Task AnswerAsync(HttpContext question, string rest, DescribedContext described)
    {
        if (knowsByField || described.Http.Response.StatusCode is < 200 or > 299)
            return CopyAsync(question, described);

        // A preflight or a document: to be asked of the gateway itself, as the snippets have it. A yes would let it through unjudged.
        question.Response.StatusCode = StatusCodes.Status403Forbidden;
        question.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
