using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class StoredRefusal : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/stored-refusal",
        Severity.Error,
        "A refusal that caches may keep",
        "By itself no cache keeps a 401 or 403. With a lifetime it may, and gives it to whoever asks next: those with good credentials as well.",
        new("RFC 9111 §3"),
        Fault.Origin,
        "Send Cache-Control: no-store with refusals.")
    {
        Remedy = Remedy.NoStore,
        CallerFix = "If the refusal stays after signing in, ask past the cache with Cache-Control: no-cache.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Where it came out of a cache already, that is what is said.
        if (!IsRefusal(exchange) || !CacheFacts.IsCacheable(exchange) || RefusalFromCache.FieldOf(exchange) is not null)
            yield break;
        var facts = CacheFacts.Of(exchange);
        if (!facts.IsReusable)
            yield break;
        var field = exchange.Response!.Fields.Has("Cache-Control") ? "Cache-Control" : "Expires";

        // RFC 9111 §3.5: a cache of many needs more than a lifetime where the request had Authorization.
        var isAuthorized = exchange.Request?.Credentials.Any(shown => shown.Place == CredentialsPlace.Authorization) == true;
        var isShared = !facts.IsPrivate && (!isAuthorized || facts.IsPublic || facts.SharedLifetime is not null || facts.MustRevalidate);
        yield return Found($"{(isShared ? "Any cache" : "The cache of a browser")} may show this {exchange.Status} again {facts.Words()}{(facts.Stale is { } stale ? $", and longer with {stale}" : "")}.", Seen.Status(exchange), Seen.Response(exchange, field)) with
        {
            Severity = isShared ? Severity.Error : Severity.Warning,
        };
    }

    private static bool IsRefusal(Exchange exchange) =>
        exchange is { Status: 401, Response: not null } || (exchange is { Status: 403, Request.HasCredentials: true, Response: not null });
}
