using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class RefreshStorm : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/refresh-storm",
        Severity.Warning,
        "Several renewals of a token at once",
        "Each answer may take back the token that the others are got by: issuers that give each refresh token once take the second use for theft and end the session.",
        new("RFC 9700 §4.14.2"),
        Fault.Client,
        "Allow a refresh token once more within a few seconds.")
    {
        CallerFix = "Let the first renewal run and the others wait for its answer.",
    };

    private const int Renewals = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { StartedAt: { } now, Request: { Method: "POST", Url: { } url } } || !IsRenewal(exchange))
            yield break;
        var near = view.Flow.Grants.Where(each => each.Index < exchange.Index && each.Request!.Url == url && IsRenewal(each) && each.StartedAt is { } then && (now - then).Duration() <= Window).ToList();
        if (near.Count != Renewals - 1)
            yield break;
        var failed = view.Flow.Grants.FirstOrDefault(each => each.Status == 400 && IsRenewal(each) && each.Request!.Url == url && each.StartedAt is { } then && (then - now).Duration() <= Window);
        yield return Found($"{Renewals} or more renewals of a token began at {url.Authority} within {Window.TotalSeconds} s{(failed is null ? "" : ", and one of them was refused")}.", [Seen.Target(exchange), .. near.Select(Seen.Target), .. failed is null ? [] : (Evidence[])[Seen.Status(failed)]]);
    }

    private static bool IsRenewal(Exchange exchange) => exchange.Request!.Content.Octets.Span.IndexOf("grant_type=refresh_token"u8) >= 0;
}
