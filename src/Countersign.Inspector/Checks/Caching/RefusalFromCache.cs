using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Caching;

internal sealed partial class RefusalFromCache : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "caching/refusal-from-cache",
        Severity.Error,
        "The refusal comes from a cache",
        "A cache answers with what the server once told somebody else. New credentials change nothing while it is kept, and the server sees no request.",
        new("RFC 9111 §5.1"),
        Fault.Proxy,
        "Take the answer out of the cache, and send Cache-Control: no-store with refusals.")
    {
        Remedy = Remedy.NoStore,
        CallerFix = "Ask past the cache, with Cache-Control: no-cache (RFC 9111 §5.2.1.4); not every cache obeys it.",
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (FieldOf(exchange) is { } field)
            yield return Found($"The answer is {exchange.Status}, and a cache has given it ({field}: {exchange.Response!.Fields.Joined(field)}).", Seen.Status(exchange), Seen.Response(exchange, field)) with { Changes = [new(RequestChangeKind.SetField, "Cache-Control", "no-cache")] };
    }

    /// <summary>The field that shows it; null for none.</summary>
    public static string? FieldOf(Exchange exchange)
    {
        // A 403 that has nothing to do with who asks may well be kept.
        if (exchange.Response is not { Status: 401 or 403 or 407 } response || (response.Status == 403 && exchange.Request is not { HasCredentials: true }))
            return null;
        if (int.TryParse(response.Fields.First("Age"), out var age) && age > 0)
            return "Age";
        if (response.Fields.Joined("Cache-Status") is { } status && HitByStandard().IsMatch(status))
            return "Cache-Status";
        return response.Fields.Lines.FirstOrDefault(line => Telling().IsMatch(line.Name) && Hit().IsMatch(line.Value)).Name;
    }

    // RFC 9211 §2.1: a parameter of the cache's own member.
    [GeneratedRegex(@";\s*hit\s*(;|,|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HitByStandard();

    [GeneratedRegex(@"^(X-Cache|CF-Cache-Status|X-Cache-Status|X-Proxy-Cache|X-Cache-Hit|X-Vercel-Cache|X-Nginx-Cache|X-Drupal-Cache|Akamai-Cache-Status|X-Varnish-Cache|CDN-Cache)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Telling();

    // REFRESH_HIT and REVALIDATED say that the server was asked.
    [GeneratedRegex(@"(?<![A-Za-z_])(TCP_(MEM_)?)?HIT(?![A-Za-z])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Hit();
}
