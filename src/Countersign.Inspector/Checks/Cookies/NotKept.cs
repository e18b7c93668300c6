using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class NotKept : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/not-kept",
        Severity.Error,
        "A session cookie that browsers drop",
        "Nothing says so: the next request comes without it and is refused.",
        new("draft-ietf-httpbis-rfc6265bis §5.7", "MUST"),
        Fault.Origin,
        "Set SameSite=None with Secure alone, Secure over https alone, and no Domain but the host's own or one above it.")
    {
        Remedy = Remedy.Cookie,
        Explains = true,
    };

    public override Traits Needs => Traits.SetCookie;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var cookie in SetCookie.In(exchange).Where(cookie => cookie is { IsSession: true, IsRemoval: false } && BrokenPrefix.Broken(cookie) is null))
        {
            if (Why(cookie, exchange.Request?.Url) is { } why)
                yield return Found($"Browsers drop {cookie.Name}: {why}.", Seen.Response(exchange, cookie.Line));
        }
    }

    /// <summary>Why a browser does not keep a cookie; null where it does.</summary>
    public static string? Why(SetCookie cookie, Uri? setBy)
    {
        if (cookie.SameSite?.Equals("None", StringComparison.OrdinalIgnoreCase) == true && !cookie.IsSecure)
            return "it has SameSite=None and no Secure";
        if (cookie.IsSecure && setBy?.Scheme == Uri.UriSchemeHttp && !Callers.IsLoopback(setBy))
            return "it has Secure and comes over http";
        return cookie.Domain is { } domain && setBy is not null && !SetCookie.Within(setBy.Host, domain) ? $"its Domain is {domain}, and it comes from {setBy.Host}" : null;
    }
}
