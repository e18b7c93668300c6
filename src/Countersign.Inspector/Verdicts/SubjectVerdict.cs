using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Verdicts;

/// <summary>The verdict on a refusal that says itself what it is about.</summary>
/// <param name="exchange">The refusal.</param>
/// <param name="who">Who refuses, at the beginning of a sentence.</param>
/// <param name="shown">Whether credentials were sent; null where nobody knows.</param>
/// <param name="said">What it says.</param>
internal sealed class SubjectVerdict(Exchange exchange, string who, bool? shown, SaidSubject said)
{
    private string Reason => ServerWords.Reason(ServerWords.Short(said.Code), ServerWords.Short(said.Text));

    /// <summary>The verdict; null where it says nothing that this can tell.</summary>
    public Verdict? Of(ImmutableArray<Challenge> challenges) => said.Subject switch
    {
        RefusalSubject.Missing => Missing(challenges),
        RefusalSubject.Token or RefusalSubject.Wrong when shown == false => NotWhereLookedFor(challenges),
        RefusalSubject.Token => New(Outcome.Refused, $"{who} refuses the credentials{Status}{Reason}. A new token may be taken; the same one will not.", Fault.Client, RetryAdvice.WithNewToken) with { Changes = NewToken(challenges) },
        RefusalSubject.Wrong => New(Outcome.Refused, $"{who} finds the credentials wrong{Status}{Reason}. The same ones will get the same answer.", Fault.Client, RetryAdvice.AfterChange),
        RefusalSubject.Clock => New(Outcome.Refused, $"{who} finds the time of the request too far from its own{Reason}. Set the client's clock{ServerTime}, and sign the request anew.", Fault.Client, RetryAdvice.AfterChange),
        RefusalSubject.Link => New(Outcome.Refused, $"The signed address has ended{Reason}. Get a new one; this one is not taken any more.", Fault.Client, RetryAdvice.AfterChange),
        RefusalSubject.Permission => Permission(),
        RefusalSubject.Forgery => New(Outcome.Forbidden, $"{who} misses the proof that no other site forged the request (CSRF){Reason}. Send the token against forgery that the application gives, with the cookies that belong to it; other credentials change nothing.", Fault.Client, RetryAdvice.AfterChange),
        RefusalSubject.Throttled => New(Outcome.Forbidden, $"{who} has counted too many requests{Reason}. Wait{Reset}, and send the same request once; {(shown == false ? "with credentials more may be allowed" : "the credentials are not what is wrong")}.", Fault.Client, RetryAdvice.Later),
        RefusalSubject.Wall => New(Outcome.Forbidden, $"{who} turns the request away for what it looks like or where it comes from, by a rule of a firewall or against robots{Reason}. Credentials change nothing, and the server behind has probably not seen it.", Fault.Proxy, RetryAdvice.AfterServerChange),
        RefusalSubject.Place => New(Outcome.Forbidden, $"{who} does not let in where the request comes from{Reason}. Credentials change nothing: ask from an address that is allowed, or have this one allowed.", Fault.Nobody, RetryAdvice.AfterServerChange),
        RefusalSubject.Origin => New(Outcome.Forbidden, $"{who} refuses because of the origin of the page whose script asks{Reason}: it is not among those that it allows (CORS). Credentials change nothing.", Fault.Origin, RetryAdvice.AfterServerChange),
        RefusalSubject.Disabled => New(Outcome.Forbidden, $"What is asked for is not switched on for the account or project that asks{Reason}. Switch it on there; other credentials of it change nothing.", Fault.Client, RetryAdvice.AfterServerChange),
        RefusalSubject.KeyRestricted => New(Outcome.Forbidden, $"{who} knows the key and takes it for other uses alone{Reason}. Use a key that is good for this API, page and address, or change what this one is good for.", Fault.Client, RetryAdvice.AfterChange),
        _ => null,
    };

    // 401 says by itself what the sentence says.
    private string Status => exchange.Status == 401 ? "" : string.Create(CultureInfo.InvariantCulture, $" with {exchange.Status}");

    private string ServerTime => exchange.Response!.Fields.First("Date") is { Length: > 0 and < 64 } date ? $" (the server's says {date})" : "";

    // By most it is a time in seconds since 1970; what counts the seconds to wait has few digits.
    private string Reset => long.TryParse(exchange.Response!.Fields.First("X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at is > 1_000_000_000 and < 100_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $" until {DateTimeOffset.FromUnixTimeSeconds(at):yyyy-MM-dd HH:mm:ss} UTC (X-RateLimit-Reset)")
        : "";

    private Verdict Missing(ImmutableArray<Challenge> challenges)
    {
        // Its gateway says so of paths and methods that it does not have, too.
        var doubt = said.Code?.StartsWith("MissingAuthenticationToken", StringComparison.Ordinal) == true ? " AWS API Gateway says the same of paths and methods that there are none of: see whether these are right." : "";
        if (shown == true)
            return New(Outcome.Refused, $"{who} says that no credentials came{Reason}, though the request has some: it looks for others, or in another place, or they were lost on the way.{doubt}", Fault.Client, RetryAdvice.AfterChange) with { Certainty = Certainty.Likely };
        if (shown is null)
            return New(Outcome.NotDecided, $"{who} says that no credentials came{Reason}; whether any were sent was not kept.{doubt}", Fault.Nobody, RetryAdvice.WithCredentials) with { Certainty = Certainty.NotDecided };
        var ways = challenges.IsEmpty ? "" : $" Send them by {WaysIn.Words(challenges)}.";
        return New(Outcome.Challenged, $"{who} wants credentials, and none were sent{(exchange.Status == 401 ? "" : $"; it says so with {exchange.Status}")}{Reason}.{ways}{doubt}", Fault.Client, RetryAdvice.WithCredentials) with
        {
            Changes = WaysIn.Changes(challenges, isProxy: false),
            Certainty = doubt.Length > 0 ? Certainty.Likely : said.Certainty,
        };
    }

    // Who signs in by JSON sends credentials in the content; to strangers, servers say the same as to bad tokens.
    private Verdict NotWhereLookedFor(ImmutableArray<Challenge> challenges) => said.Subject == RefusalSubject.Wrong && exchange.Request is { Method: "POST" or "PUT" or "PATCH" }
        ? New(Outcome.Refused, $"{who} finds credentials wrong{Status}{Reason}. The request has none in its fields or address: those in its content are meant.", Fault.Client, RetryAdvice.AfterChange) with { Certainty = Certainty.Likely }
        : Missing(challenges);

    private Verdict? Permission()
    {
        // With 401 and 400 the same words are said of credentials that are not taken.
        if (exchange.Status != 403)
            return null;
        return shown == true
            ? New(Outcome.Forbidden, $"{who} took the credentials, and who they belong to is not permitted to do this{Reason}.{WantedScope} Other credentials may be; the same ones will not.", Fault.Client, RetryAdvice.AfterChange)
            : New(Outcome.Forbidden, $"{who} does not permit this{Reason}: whether credentials would help can't be told from this answer.", Fault.Nobody, RetryAdvice.AfterChange) with { Certainty = Certainty.NotDecided };
    }

    private string WantedScope => exchange.Response!.Fields.Challenges("WWW-Authenticate")?.Challenges.Select(each => each.Find("scope")).FirstOrDefault(each => each is not null) is { } scope ? $" It wants a token with scope \"{ServerWords.Short(scope)}\"." : "";

    private ImmutableArray<RequestChange> NewToken(ImmutableArray<Challenge> challenges) => WaysIn.Changes(challenges, isProxy: false) is { IsEmpty: false } changes
        ? changes
        : exchange.Request?.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization) is { Scheme: { } scheme } ? [Comparisons.Authorization(scheme)] : [];

    private Verdict New(Outcome outcome, string sentence, Fault fault, RetryAdvice retry) => new(outcome, sentence) { Fault = fault, Certainty = said.Certainty, Retry = retry };
}
