using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class NotSecure : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/not-secure",
        Severity.Warning,
        "A session cookie without Secure",
        "The browser sends it over http as well: one link to an http address is enough to read it on the way.",
        new("ASVS 5.0 3.3.1"),
        Fault.Origin,
        "Set session cookies with Secure.")
    {
        Remedy = Remedy.Cookie,
    };

    public override Traits Needs => Traits.SetCookie;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Over http Secure would have them dropped: what is wrong there is http.
        if (exchange.Request is { IsCleartext: true } || Callers.IsLoopback(exchange.Request?.Url))
            yield break;
        foreach (var cookie in SetCookie.In(exchange).Where(Is))
        {
            if (!view.Before(exchange).SelectMany(SetCookie.In).Any(other => other.Name == cookie.Name && Is(other)))
                yield return Found($"{cookie.Name} is set without Secure.", Seen.Response(exchange, cookie.Line));
        }
    }

    // Those that browsers drop for it are found as such.
    private static bool Is(SetCookie cookie) => cookie is { IsSession: true, IsRemoval: false, IsEmpty: false, IsSecure: false } && BrokenPrefix.Broken(cookie) is null && NotKept.Why(cookie, null) is null;
}
