using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Status;
using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Verdicts;

/// <summary>The exchange that a verdict is about.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="IsMended">Whether the same request got in later.</param>
internal sealed record Pivot(Exchange Exchange, bool IsMended)
{
    /// <summary>The token endpoint's refusal behind it, which nothing mended; null for none.</summary>
    public Exchange? TokenRefusal { get; init; }

    /// <summary>The last refusal that nothing mended, else the last of a token endpoint, else the last that something mended; null where nobody was refused.</summary>
    public static Pivot? Of(Inspection inspection, RecordingView view)
    {
        var malformed = inspection.Findings.Where(finding => IsRefusedForm(finding, inspection.Recording)).Select(finding => finding.Evidence[0].Exchange).ToHashSet();
        var hidden = inspection.Findings.Where(IsRefusal).Where(finding => !finding.Evidence.IsEmpty).Select(finding => finding.Evidence[0].Exchange).ToHashSet();
        Exchange? mended = null;
        Exchange? tokenRefusal = null;
        foreach (var exchange in inspection.Recording.Exchanges.Reverse())
        {
            if (TokenEndpoint.Refuses(exchange) && !hidden.Contains(exchange.Index))
            {
                tokenRefusal ??= TokenEndpoint.GivesLater(exchange, view) ? null : exchange;
                continue;
            }

            if (!IsRefusal(exchange, view) && !hidden.Contains(exchange.Index) && !malformed.Contains(exchange.Index))
                continue;
            if (hidden.Contains(exchange.Index) || !(view.GotIn(exchange) || LaterWays.Of(exchange, view)))
                return new(exchange, IsMended: false) { TokenRefusal = tokenRefusal };
            mended ??= exchange;
        }

        if (tokenRefusal is not null)
            return new(tokenRefusal, IsMended: false);
        return mended is null ? null : new(mended, IsMended: true);
    }

    // A refusal in the dress of something else: a login page with 200, a redirect to one.
    private static bool IsRefusal(Finding finding) => finding is { Check.Hides: true, Severity: >= Severity.Warning, Certainty: not Certainty.NotDecided };

    // Credentials that can't be read or are of another request are answered 400, and seldom with a word about them (RFC 7616 §3.4.6).
    private static bool IsRefusedForm(Finding finding, Recording recording) =>
        finding is { Check.Area: "credentials", Explains: true, Severity: Severity.Error, Certainty: Certainty.Proved, Evidence: [{ Exchange: var at }, ..] }
        && recording.Exchanges[at] is { Status: 400, Response: { } response } && SaidInContent.Of(response).Telling is null;

    // What a 400 says of permission or of a token in passing may be about anything.
    private static bool IsRefusal(SaidSubject said, RecordedRequest? request) => said switch
    {
        { Subject: RefusalSubject.None or RefusalSubject.Permission or RefusalSubject.Throttled } => false,
        { Subject: RefusalSubject.Link } => said.Certainty == Certainty.Proved || IsSigned(request?.Target ?? ""),
        { Subject: RefusalSubject.Token } => said.Certainty == Certainty.Proved,
        _ => true,
    };

    private static bool IsSigned(string target) => target.Contains("sig", StringComparison.OrdinalIgnoreCase) || target.Contains("expires", StringComparison.OrdinalIgnoreCase) || target.Contains("token", StringComparison.OrdinalIgnoreCase);

    private static bool IsRefusal(Exchange exchange, RecordingView view) => exchange.Role switch
    {
        ExchangeRole.Request or ExchangeRole.Connect => exchange.Status is 401 or 403 or 407 or 511 || NetworkLogin.IsCaptive(exchange) || (exchange.Status == 400 && IsRefusal(view.Subject(exchange), exchange.Request)),
        ExchangeRole.Preflight => exchange.Status is >= 300,
        _ => false,
    };
}
