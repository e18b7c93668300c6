using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;
using Fault = Countersign.Inspector.Findings.Fault;

namespace Countersign.Inspector.Verdicts;

/// <summary>The verdict on a refusal that no finding explains: what the answer says of itself, and what its status means.</summary>
/// <param name="inspection">The inspection.</param>
/// <param name="view">The recording as checks look at it.</param>
/// <param name="exchange">The refusal.</param>
/// <param name="by">Which program answered; null where nothing tells.</param>
internal sealed class AnswerVerdict(Inspection inspection, RecordingView view, Exchange exchange, Emitter? by)
{
    private static readonly ImmutableArray<string> SignInParameters = ["acr_values", "max_age"];

    /// <summary>Reads it.</summary>
    public Verdict Read()
    {
        var isProxy = exchange.Status == 407;
        var who = by?.Subject ?? (isProxy ? "The proxy" : "The server");
        var response = exchange.Response!;
        var challenges = response.Fields.Challenges(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate")?.Challenges ?? [];
        var words = ServerWords.Of(response, challenges);
        var shown = view.ShowsCredentials(exchange);
        var verdict = exchange switch
        {
            { Role: ExchangeRole.Preflight } => Blocked(),
            _ when words is { Refusal: null, IsStale: false } && !(OnlyAsks(shown, challenges) && view.Subject(exchange).Certainty != Certainty.Proved) && new SubjectVerdict(exchange, who, shown, view.Subject(exchange)).Of(challenges) is { } told => told,
            { Status: 403 } when words.Refusal is { } refusal => OfCountersign(who, refusal.Row()) with { Outcome = Outcome.Forbidden },
            { Status: 403 } when words.Error is not ("invalid_token" or "invalid_request") => Forbidden(who, shown, words),
            _ => shown switch
            {
                true => Refused(who, challenges, words),
                false when challenges.IsEmpty && Unreadable(who, isProxy) is { } told => told,
                false => Challenged(who, challenges, isProxy),

                // Who says what is wrong with credentials has seen some.
                null when words.IsStale || words.Refusal is not (null or Refusal.CredentialsMissing) => Refused(who, challenges, words),
                null => Undecided(who, challenges),
            },
        };
        return verdict with { About = exchange };
    }

    // Who sent nothing and is asked for credentials lacks those, whatever the words of the page beside are about.
    private bool OnlyAsks(bool? shown, ImmutableArray<Challenge> challenges) => shown == false && exchange.Status == 401 && !challenges.IsEmpty;

    private Verdict Blocked() => new(
        Outcome.Blocked,
        $"The server answers {exchange.Status} to the browser's question whether a script may ask, and the script's request is never sent: it must be answered before credentials are asked for, as it never has any.")
    {
        Fault = Fault.Origin,
        Retry = RetryAdvice.AfterServerChange,
    };

    // Where credentials came, a 403 says that they don't suffice; that they were taken it does not say, nor that it is about them at all (RFC 9110 §15.5.4).
    private Verdict Forbidden(string who, bool? shown, ServerWords words)
    {
        var why = ServerWords.Reason(words.Error, words.Description);
        var before = by is { Kind: EmitterKind.Intermediary } ? " It stands before the server, which may not have seen the request." : "";
        if (shown != true)
            return new(Outcome.Forbidden, $"{who} forbids it{why}. It asks for no credentials: whether credentials would help can't be told from this answer.{before}") { Certainty = Certainty.NotDecided, Retry = RetryAdvice.AfterChange };
        var scope = words.Scopes is { } wanted ? $" It wants a token with scope \"{wanted}\"." : "";

        // Who asks strangers for credentials and answers these otherwise has looked at them.
        var sentence = view.OtherTries(exchange).Any(other => other.Status == 401 && Comparisons.IsAnonymous(other, view))
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
    private Verdict? Unreadable(string who, bool isProxy)
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
