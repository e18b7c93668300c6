using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Verdicts;

/// <summary>The exchange that a verdict is about.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="IsMended">Whether the same request got in later.</param>
internal sealed record Pivot(Exchange Exchange, bool IsMended)
{
    /// <summary>The last refusal that nothing mended, else the last that something did; null where nobody was refused.</summary>
    public static Pivot? Of(Inspection inspection, RecordingView view)
    {
        var hidden = inspection.Findings.Where(IsRefusal).Where(finding => !finding.Evidence.IsEmpty).Select(finding => finding.Evidence[0].Exchange).ToHashSet();
        Exchange? mended = null;
        foreach (var exchange in inspection.Recording.Exchanges.Reverse())
        {
            if (!IsRefusal(exchange) && !hidden.Contains(exchange.Index))
                continue;
            if (hidden.Contains(exchange.Index) || !view.GotIn(exchange))
                return new(exchange, IsMended: false);
            mended ??= exchange;
        }

        return mended is null ? null : new(mended, IsMended: true);
    }

    // A refusal in the dress of something else: a login page with 200, a redirect to one.
    private static bool IsRefusal(Finding finding) => finding is { Check.Hides: true, Severity: >= Severity.Warning, Certainty: not Certainty.NotDecided };

    private static bool IsRefusal(Exchange exchange) => exchange.Role switch
    {
        ExchangeRole.Request or ExchangeRole.Connect => exchange.Status is 401 or 403 or 407 or 511,
        ExchangeRole.Preflight => exchange.Status is >= 300,
        _ => false,
    };
}
