using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class SharedPersonalAnswer : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/shared-personal-answer",
        Severity.Warning,
        "An answer to credentials that caches may give to others",
        "Caches of many don't reuse answers to requests with Authorization, unless public, s-maxage or must-revalidate allows it. Here it does: the next one gets the answer without credentials.",
        new("RFC 9111 §3.5"),
        Fault.Origin,
        "Send Cache-Control: private, or no-store, with what is meant for those with credentials.");

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 200 or 203 or 206, Request: { } request } || !CacheFacts.IsCacheable(exchange) || !request.Credentials.Any(shown => shown.Place == CredentialsPlace.Authorization))
            yield break;
        var facts = CacheFacts.Of(exchange);
        if (!facts.IsReusable || facts.IsPrivate || !(facts.IsPublic || facts.SharedLifetime > TimeSpan.Zero || (facts.MustRevalidate && facts.Lifetime > TimeSpan.Zero)))
            yield break;

        // What anybody gets without credentials is no secret.
        if (Comparisons.Anonymous(exchange, view) is { Status: >= 200 and < 300 })
            yield break;
        yield return Found($"The request has credentials, and any cache may give its answer to others {facts.Words()}.", Seen.Request(exchange, "Authorization"), Seen.Response(exchange, "Cache-Control")) with { Certainty = Comparisons.Anonymous(exchange, view) is { Status: 401 or 403 } ? Certainty.Proved : Certainty.Likely };
    }
}
