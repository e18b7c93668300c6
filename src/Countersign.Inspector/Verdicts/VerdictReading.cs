using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;
using Fault = Countersign.Inspector.Findings.Fault;

namespace Countersign.Inspector.Verdicts;

/// <summary>Reads the verdict out of the findings: what explains the last refusal, else what the answer says of itself, else what the flaws come to.</summary>
/// <param name="inspection">The inspection.</param>
internal sealed class VerdictReading(Inspection inspection)
{
    private static readonly ImmutableArray<string> SignInParameters = ["acr_values", "max_age"];

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
        var verdict = (Cause(pivot.Exchange) is { } cause ? Explained(pivot.Exchange, cause) : pivot.Exchange.Role == ExchangeRole.Authorization ? TokenEndpoint.Of(pivot.Exchange, by) : OfAnswer(pivot.Exchange, by)) with { By = by };
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

    private Verdict OfAnswer(Exchange exchange, Emitter? by)
    {
        var isProxy = exchange.Status == 407;
        var who = by?.Subject ?? (isProxy ? "The proxy" : "The server");
        var response = exchange.Response!;
        var challenges = response.Fields.Challenges(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate")?.Challenges ?? [];
        var words = ServerWords.Of(response, challenges);
        var shown = _view.ShowsCredentials(exchange);
        var verdict = exchange switch
        {
            { Role: ExchangeRole.Preflight } => Blocked(exchange),
            _ when words is { Refusal: null, IsStale: false } && new SubjectVerdict(exchange, who, shown, _view.Subject(exchange)).Of(challenges) is { } told => told,
            { Status: 403 } when words.Refusal is { } refusal => OfCountersign(who, refusal.Row()) with { Outcome = Outcome.Forbidden },
            { Status: 403 } when words.Error is not ("invalid_token" or "invalid_request") => Forbidden(exchange, who, shown, words, by),
            _ => shown switch
            {
                true => Refused(who, challenges, words),
                false when challenges.IsEmpty && Unreadable(exchange, who, isProxy) is { } told => told,
                false => Challenged(who, challenges, isProxy),
                null => Undecided(who, challenges),
            },
        };
        return verdict with { About = exchange };
    }

    private static Verdict Blocked(Exchange exchange) => new(
        Outcome.Blocked,
        $"The server answers {exchange.Status} to the browser's question whether a script may ask, and the script's request is never sent: it must be answered before credentials are asked for, as it never has any.")
    {
        Fault = Fault.Origin,
        Retry = RetryAdvice.AfterServerChange,
    };

    // Where credentials came, a 403 says that they don't suffice; that they were taken it does not say, nor that it is about them at all (RFC 9110 §15.5.4).
    private Verdict Forbidden(Exchange exchange, string who, bool? shown, ServerWords words, Emitter? by)
    {
        var why = ServerWords.Reason(words.Error, words.Description);
        var before = by is { Kind: EmitterKind.Intermediary } ? " It stands before the server, which may not have seen the request." : "";
        if (shown != true)
            return new(Outcome.Forbidden, $"{who} forbids it{why}. It asks for no credentials: whether credentials would help can't be told from this answer.{before}") { Certainty = Certainty.NotDecided, Retry = RetryAdvice.AfterChange };
        var scope = words.Scopes is { } wanted ? $" It wants a token with scope \"{wanted}\"." : "";

        // Who asks strangers for credentials and answers these otherwise has looked at them.
        var sentence = _view.OtherTries(exchange).Any(other => other.Status == 401 && Comparisons.IsAnonymous(other, _view))
            ? $"{who} took the credentials, as without any it asks for some, and who they belong to is not permitted to do this{why}.{scope} Other credentials may be; the same ones will not."
            : $"{who} refuses with 403{(why.Length > 0 ? why : " and does not say why")}. Most likely who the credentials belong to is not permitted to do this; that they were taken is not shown, and it may be about something else (RFC 9110 §15.5.4).{scope}{before} The same request will get the same answer.";
        return new(Outcome.Forbidden, sentence) { Fault = Fault.Client, Certainty = Certainty.Likely, Retry = RetryAdvice.AfterChange };
    }

    private static Verdict Undecided(string who, ImmutableArray<Challenge> challenges) => new(
        Outcome.NotDecided,
        $"{who} wants credentials{(challenges.IsEmpty ? "" : $" ({WaysIn.Words(challenges)})")}; whether any were sent was not kept, so that nothing can be said of them.")
    {
        Certainty = Certainty.NotDecided,
        Retry = RetryAdvice.WithCredentials,
    };

    // What can't be read asks for something all the same, mostly by the word that it begins with.
    private Verdict? Unreadable(Exchange exchange, string who, bool isProxy)
    {
        var finding = inspection.Findings.FirstOrDefault(each => each is { Check.Area: "challenge", Severity: Severity.Error, Evidence: [{ Exchange: var at }, ..] } && at == exchange.Index);
        if (finding is null || exchange.Response!.Fields.First(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate") is not { Length: > 0 } field)
            return null;
        var scheme = field.Split(' ', ',')[0];
        var isKnown = SchemeNames.IsCommon(scheme);
        return new(Outcome.Challenged, $"{who} wants credentials, and none were sent; clients can't read its challenge: {finding.Message}{(isKnown ? $" Most likely {scheme} is meant." : "")}")
        {
            Cause = finding,
            Fault = finding.Fault,
            Changes = isKnown ? [new(isProxy ? RequestChangeKind.AuthenticateToProxy : RequestChangeKind.Authenticate, scheme)] : [],
            Retry = RetryAdvice.WithCredentials,
        };
    }

    private static Verdict Challenged(string who, ImmutableArray<Challenge> challenges, bool isProxy) => challenges.IsEmpty
        ? new(Outcome.Challenged, $"{who} wants credentials, and none were sent; it does not say of which scheme.") { Fault = isProxy ? Fault.Proxy : Fault.Origin, Retry = RetryAdvice.WithCredentials }
        : new(Outcome.Challenged, $"{who} wants credentials, and none were sent. Send them by {WaysIn.Words(challenges)}.")
        {
            Fault = Fault.Client,
            Changes = WaysIn.Changes(challenges, isProxy),
            Retry = RetryAdvice.WithCredentials,
        };

    private static Verdict Refused(string who, ImmutableArray<Challenge> challenges, ServerWords words)
    {
        if (words.IsStale)
            return new(Outcome.Refused, $"{who} finds the nonce too old and gives a new one: the client answers once more over that one, and nobody need be asked.") { Fault = Fault.Nobody, Retry = RetryAdvice.WithFreshNonce };
        if (words.Refusal is { } refusal)
            return OfCountersign(who, refusal.Row());
        if (words.Error == "use_dpop_nonce")
            return new(Outcome.Refused, $"{who} wants a nonce of its own in the proof of possession: the client signs the DPoP proof once more with the one from DPoP-Nonce, and sends the request with the same token (RFC 9449 §9).") { Fault = Fault.Nobody, Retry = RetryAdvice.WithFreshNonce };
        if (words.Error == "insufficient_user_authentication")
            return StepUp(who, challenges, words);
        var why = ServerWords.Reason(words.Error, words.Description) is { Length: > 0 } reason ? reason : " and does not say why";
        var scope = words is { Error: "insufficient_scope", Scopes: { } wanted } ? $" It wants a token with scope \"{wanted}\"." : "";
        var next = words.Error == "invalid_token" ? " A new token may be taken; the same one will not." : " The same credentials will get the same answer.";
        return new(Outcome.Refused, $"{who} refuses the credentials{why}.{scope}{next}")
        {
            Fault = Fault.Client,
            Certainty = words.Error is null ? Certainty.Likely : Certainty.Proved,
            Retry = words.Error == "invalid_token" ? RetryAdvice.WithNewToken : RetryAdvice.AfterChange,
            Changes = words.Error == "invalid_token" ? WaysIn.Changes(challenges, isProxy: false) : [],
        };
    }

    // The token is good, and how the person signed in for it is not (RFC 9470 §3).
    private static Verdict StepUp(string who, ImmutableArray<Challenge> challenges, ServerWords words)
    {
        var wanted = string.Join(" and ", SignInParameters.Select(name => challenges.Select(each => each.Find(name)).FirstOrDefault(each => each is not null) is { } value ? $"{name}={value}" : null).OfType<string>());
        return new(Outcome.Refused, $"{who} knows the token and wants a stronger or fresher sign-in{ServerWords.Reason(words.Error, words.Description)}. Send the person to the authorization server once more{(wanted.Length > 0 ? $" with {wanted}" : "")}, and use the token that comes of it (RFC 9470 §4).")
        {
            Fault = Fault.Nobody,
            Retry = RetryAdvice.WithNewToken,
            Changes = WaysIn.Changes(challenges, isProxy: false),
        };
    }

    private static Verdict OfCountersign(string who, RefusalRow row) => new(Outcome.Refused, $"{who} says {row.Slug}: {row.Sentence}")
    {
        Fault = row.Fault switch
        {
            Decisions.Fault.Client => Fault.Client,
            Decisions.Fault.Intermediary => Fault.Proxy,
            _ => Fault.Origin,
        },
        Retry = row.Fault == Decisions.Fault.Client ? RetryAdvice.AfterChange : RetryAdvice.AfterServerChange,
    };
}
