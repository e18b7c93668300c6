using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class SharedSessionAnswer : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/shared-session-answer",
        Severity.Warning,
        "An answer to a session that caches may give to others",
        "What protects answers to Authorization from being shared does not protect answers to cookies: a cache knows nothing of sessions.",
        new("RFC 9111 §3.5"),
        Fault.Origin,
        "Send Cache-Control: private, or no-store, with what depends on a session; or Vary: Cookie.");

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 200 or 203, Request: { } request, Response: { } response } || !CacheFacts.IsCacheable(exchange) || request.Credentials.All(shown => shown.Place != CredentialsPlace.Cookie))
            yield break;
        var facts = CacheFacts.Of(exchange);
        if (!facts.IsReusable || facts.IsPrivate || response.Fields.List("Vary").Contains("Cookie", StringComparer.OrdinalIgnoreCase) || !IsPersonal(response))
            yield break;

        // Pages that are the same for all are shared on purpose; that this one is not is shown by a refusal.
        var isGuarded = Comparisons.Anonymous(exchange, view) is { } anonymous ? anonymous.Status is 401 or 403 or (>= 300 and < 400) : (bool?)null;
        if (isGuarded == false)
            yield break;
        var isKnown = isGuarded == true;
        yield return Found($"The request has the cookie {request.Credentials.First(shown => shown.Place == CredentialsPlace.Cookie).Name}, and any cache may give its answer to others {facts.Words()}{(isKnown ? "; without the cookie it is refused" : ". If it shows anything of the person, others will see it")}.", Seen.Request(exchange, "Cookie"), Seen.Response(exchange, response.Fields.Has("Cache-Control") ? "Cache-Control" : "Expires")) with
        {
            Severity = isKnown ? Severity.Warning : Severity.Info,
            Certainty = isKnown ? Certainty.Proved : Certainty.NotDecided,
        };
    }

    private static bool IsPersonal(RecordedResponse response) => response.Fields.First("Content-Type") is var type && (Callers.IsHtml(type) || Callers.IsJson(type));
}
