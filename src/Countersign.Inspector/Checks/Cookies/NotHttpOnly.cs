using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class NotHttpOnly : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/not-http-only",
        Severity.Warning,
        "A session cookie that scripts can read",
        "One script that should not be on the page is enough to take the session away and use it elsewhere.",
        new("ASVS 5.0 3.3.4"),
        Fault.Origin,
        "Set session cookies with HttpOnly.")
    {
        Remedy = Remedy.Cookie,
    };

    public override Traits Needs => Traits.SetCookie;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var cookie in SetCookie.In(exchange).Where(Is))
        {
            if (!view.Before(exchange).SelectMany(SetCookie.In).Any(other => other.Name == cookie.Name && Is(other)))
                yield return Found($"{cookie.Name} is set without HttpOnly.", Seen.Response(exchange, cookie.Line)) with { Certainty = Certainty.Likely };
        }
    }

    private static bool Is(SetCookie cookie) => cookie is { IsSession: true, IsRemoval: false, IsEmpty: false, IsHttpOnly: false } && BrokenPrefix.Broken(cookie) is null && NotKept.Why(cookie, null) is null && !IsFlag(cookie.Name);

    // That somebody is signed in, for the page to know: no secret.
    private static bool IsFlag(string name) => name.Contains("logged", StringComparison.OrdinalIgnoreCase) || name.Contains("has_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("is_", StringComparison.OrdinalIgnoreCase);
}
