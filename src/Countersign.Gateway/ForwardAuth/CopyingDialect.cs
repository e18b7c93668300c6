using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>Proxies that describe a request in X-Forwarded-* and pass an answer on as it is: Caddy, HAProxy and Traefik.</summary>
/// <param name="name">Which of them.</param>
/// <param name="knowsByField">Whether it looks for the word <c>admit</c> beside the status.</param>
internal sealed class CopyingDialect(string name, bool knowsByField) : Dialect
{
    public override string Name => name;

    public override Task AnswerAsync(HttpContext question, string rest, DescribedContext described) =>
        knowsByField ? CopyAsync(question, described) : CopyUnlessYesAsync(question, described);
}
