using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class BrokenPrefix : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/broken-prefix",
        Severity.Error,
        "A cookie that breaks the promise of its name",
        "Browsers drop cookies whose names begin with __Secure- or __Host- and that don't keep what it says. The person signs in, and is not signed in.",
        new("draft-ietf-httpbis-rfc6265bis §4.1.3", "MUST"),
        Fault.Origin,
        "Set __Secure- cookies with Secure; __Host- cookies with Secure and Path=/, and without Domain.")
    {
        Remedy = Remedy.Cookie,
        Explains = true,
    };

    public override Traits Needs => Traits.SetCookie;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var cookie in SetCookie.In(exchange))
        {
            if (Broken(cookie) is { } missing)
                yield return Found($"{cookie.Name} is dropped by browsers: it {missing}.", Seen.Response(exchange, cookie.Line));
        }
    }

    /// <summary>What its prefix asks for and it does not have; null for nothing. Browsers don't mind how the prefix is written.</summary>
    public static string? Broken(SetCookie cookie)
    {
        var isHost = cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase);
        if (!isHost && !cookie.Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!cookie.IsSecure)
            return "has no Secure";
        if (isHost && cookie.Path != "/")
            return cookie.Path is null ? "has no Path=/" : $"has Path={cookie.Path} in place of Path=/";
        return isHost && cookie.Domain is not null ? $"has Domain={cookie.Domain}" : null;
    }
}
