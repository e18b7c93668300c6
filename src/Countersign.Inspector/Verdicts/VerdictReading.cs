using Countersign.Inspector.Checks;
using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Verdicts;

/// <summary>Reads the verdict out of the findings: what explains the last refusal, else what the answer says of itself, else what the flaws come to.</summary>
/// <param name="inspection">The inspection.</param>
internal sealed class VerdictReading(Inspection inspection)
{
    private readonly RecordingView _view = new(inspection.Recording);

    public Verdict Read()
    {
        if (inspection.Recording.Exchanges.IsEmpty)
            return new(Outcome.NotDecided, "There is no exchange in it.") { Certainty = Certainty.NotDecided };
        if (Pivot.Of(inspection, _view) is not { } pivot)
            return inspection.Recording.Exchanges.LastOrDefault(each => each.Response is not null || each is { Trouble: { } trouble } && !ClientStops.Is(trouble)) is { } last ? NotRefused(last) : Unanswered();
        if (pivot.IsMended)
            return WithFlaws(new(Outcome.Admitted, $"The {(pivot.Exchange.Status == 407 ? "proxy" : "server")} asked for credentials and took them.") { About = pivot.Exchange });
        var by = Emitter.Of(pivot.Exchange);
        var verdict = (Cause(pivot.Exchange) is { } cause ? Explained(pivot.Exchange, cause) : pivot.Exchange.Role == ExchangeRole.Authorization ? TokenEndpoint.Of(pivot.Exchange, by) : new AnswerVerdict(inspection, _view, pivot.Exchange, by).Read()) with { By = by };
        if (pivot.Exchange.Role != ExchangeRole.Authorization && pivot.TokenRefusal is { } failed)
        {
            var refusal = TokenEndpoint.Of(failed, Emitter.Of(failed));
            verdict = verdict with { Sentence = $"{verdict.Sentence} A token was asked for afterwards, and there was none. {refusal.Sentence}", Retry = refusal.Retry };
        }

        return pivot.Exchange.Response?.Fields.First("Retry-After") is { } after && verdict.Retry != RetryAdvice.AfterServerChange
            ? verdict with { Retry = RetryAdvice.Later, Sentence = $"{verdict.Sentence} It names a time to come back at: Retry-After: {after}." }
            : verdict;
    }

    private Verdict NotRefused(Exchange last)
    {
        if (last is { Response: null, Trouble: { } trouble })
            return Unanswered(last, trouble);
        if (last.Role == ExchangeRole.Request && LoginPlaces.RedirectToLogin(last) is { } location && !LoginPlaces.IsLogin(last.Request?.Target))
        {
            // Who signed in and is sent to sign in again has lost the cookie of the session.
            if (_view.ShowsCredentials(last) != true && LostCookie(last) is { } lost)
                return Explained(last, lost) with { Sentence = $"{lost.Message} So the server does not know who signed in, and sends to the page for it again ({location}). The fault is with {Reports.ReportWords.Of(lost.Fault)}." };
            return WantsSignIn(last, location);
        }

        if (SignInFailure.Of(inspection.Recording) is { } failure)
            return failure;
        if (FollowedToLogin(last) is { } sent)
            return WantsSignIn(sent, last.Request!.Target);
        if (last is not { Role: ExchangeRole.Request, Status: >= 400 })
            return WithFlaws(new(Outcome.Admitted, "Nobody was refused."));
        var verdict = new Verdict(Outcome.Admitted, $"Nobody was refused for credentials; the last answer is {last.Status}, which by itself is not about them.{(last.Status == 404 ? " A server may hide so what is there from those who may not see it (RFC 9110 §15.5.4)." : "")}") { About = last };
        verdict = inspection.Findings.Any(finding => finding.Severity >= Severity.Warning) ? WithFlaws(verdict) : verdict;
        return last.Status is 429 or 503 ? verdict with { Retry = RetryAdvice.Later } : verdict;
    }

    private Finding? LostCookie(Exchange last) => inspection.Findings.FirstOrDefault(finding => finding is { Check.Id: "cookies/not-kept", Severity: Severity.Error, Evidence: [{ Exchange: var at }, ..] } && at < last.Index && inspection.Recording.Exchanges[at].Request?.Url?.Host == last.Request?.Url?.Host);

    private Verdict Unanswered()
    {
        var verdict = new Verdict(Outcome.NotDecided, inspection.Recording.Exchanges[^1].Trouble is { } trouble ? $"No answer came: {trouble}." : "The recording has no answer: what the server makes of the request is not known.") { About = inspection.Recording.Exchanges[^1], Retry = RetryAdvice.Later };
        return (inspection.Findings.Any(finding => finding.Severity >= Severity.Warning) ? WithFlaws(verdict) : verdict) with { Certainty = Certainty.NotDecided };
    }

    private Verdict WantsSignIn(Exchange asked, string where) =>
        new(_view.ShowsCredentials(asked) == true ? Outcome.Refused : Outcome.Challenged, $"The server {(_view.ShowsCredentials(asked) == true ? "does not take what was sent and " : "")}wants somebody to sign in, and redirects to a page for it ({where}).") { About = asked, Fault = Fault.Nobody, Certainty = Certainty.Likely, Retry = RetryAdvice.WithCredentials };

    // What was asked for, where the redirects from there end at a page to sign in: its 200 admits nobody.
    private Exchange? FollowedToLogin(Exchange last)
    {
        var exchanges = inspection.Recording.Exchanges;
        if (last is not { Role: ExchangeRole.Request, Status: >= 200 and < 300 } || !LoginPlaces.IsLogin(last.Request?.Target))
            return null;
        var first = last;
        for (var i = exchanges.Length - 2; i >= 0 && LeadsTo(exchanges[i], first); i--)
            first = exchanges[i];
        return first != last && first.Role == ExchangeRole.Request && !LoginPlaces.IsLogin(first.Request?.Target) ? first : null;
    }

    private static bool LeadsTo(Exchange redirect, Exchange next) =>
        redirect is { Status: 301 or 302 or 303 or 307 or 308, Request.Url: { } from } && next.Request?.Url is { } to
            && redirect.Response!.Fields.First("Location") is { } location && Uri.TryCreate(from, location, out var there) && there.GetLeftPart(UriPartial.Path) == to.GetLeftPart(UriPartial.Path);

    private static Verdict Unanswered(Exchange exchange, string trouble) => new(Outcome.NotDecided, $"No answer came: {trouble}.") { About = exchange, Certainty = Certainty.NotDecided, Retry = RetryAdvice.Later };

    private Verdict Explained(Exchange exchange, Finding cause)
    {
        var advice = cause.CallerFix is { } fix ? $" {fix}" : cause.Fault == Fault.Client ? "" : $" The fault is with {Reports.ReportWords.Of(cause.Fault)}.";
        var outcome = OutcomeOf(exchange, cause);
        return new(outcome, $"{cause.Message}{advice}")
        {
            About = exchange,
            Cause = cause,
            Fault = cause.Fault,
            Certainty = cause.Certainty,
            Changes = cause.Changes,
            Retry = RetryOf(cause, outcome),
        };
    }

    private Outcome OutcomeOf(Exchange exchange, Finding cause) => exchange switch
    {
        { Role: ExchangeRole.Preflight } => Outcome.Blocked,
        _ when cause.Check is { Hides: true, Area: "cors" } => Outcome.Blocked,
        { Status: 403 } => Outcome.Forbidden,
        _ => _view.ShowsCredentials(exchange) == false ? Outcome.Challenged : Outcome.Refused,
    };

    private static RetryAdvice RetryOf(Finding cause, Outcome outcome)
    {
        if (cause.Check.Id is "token/expired" or "token/revoked")
            return RetryAdvice.WithNewToken;
        return outcome != Outcome.Blocked && (cause.Fault == Fault.Client || !cause.Changes.IsEmpty || cause.CallerFix is not null) ? RetryAdvice.AfterChange : RetryAdvice.AfterServerChange;
    }

    /// <summary>What explains a refusal best: the surest, of those the gravest. Where the server says that it is not about credentials, what is wrong with them is not why.</summary>
    private Finding? Cause(Exchange exchange)
    {
        var isAboutCredentials = !_view.Subject(exchange).IsApartFromCredentials;
        return inspection.Findings
            .Where(finding => (finding.Explains || finding.Check.Hides) && finding.Severity > Severity.Good && finding.Certainty != Certainty.NotDecided && finding.Evidence.Any(each => each.Exchange == exchange.Index))
            .Where(finding => isAboutCredentials || finding.Check.Hides || finding.Check.Area == "status")
            .OrderBy(finding => finding.Certainty)
            .ThenByDescending(finding => finding.Severity)
            .FirstOrDefault();
    }

    private Verdict WithFlaws(Verdict verdict)
    {
        var gravest = inspection.Findings.Where(finding => finding.Severity >= Severity.Warning || finding is { Check.Hides: true, Severity: Severity.Info, Certainty: not Certainty.NotDecided }).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Certainty).FirstOrDefault();
        if (gravest is null)
            return verdict with { Sentence = $"{verdict.Sentence} Nothing is wrong, as far as can be seen." };
        return verdict with { Sentence = $"{verdict.Sentence} But: {gravest.Message}", Cause = gravest, Fault = gravest.Fault, Certainty = gravest.Certainty };
    }
}
