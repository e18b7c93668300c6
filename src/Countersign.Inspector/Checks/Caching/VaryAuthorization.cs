using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Caching;

internal sealed class VaryAuthorization : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/vary-authorization",
        Severity.Info,
        "Vary names Authorization",
        "Caches of many don't reuse answers to requests with Authorization as it is. Naming it makes them keep one answer for each, and helps nobody.",
        new("RFC 9110 §12.5.5"),
        Fault.Nobody,
        "Leave Authorization out of Vary, unless public, s-maxage or must-revalidate allows to share the answer.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Response is not { } response || !response.Fields.List("Vary").Contains("Authorization", StringComparer.OrdinalIgnoreCase))
            yield break;

        // Where the answer may be shared, or kept by a cache that knows several tokens, it does help.
        var facts = CacheFacts.Of(exchange);
        if (!facts.IsPublic && !facts.MustRevalidate && facts.SharedLifetime is null && (facts.NoStore || facts.Lifetime is null))
            yield return Found("Vary names Authorization, which is not needed.", Seen.Response(exchange, "Vary").At("Authorization"));
    }
}
