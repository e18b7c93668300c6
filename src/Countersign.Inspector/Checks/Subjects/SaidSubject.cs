using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Subjects;

/// <summary>What a refusal is about, by what the server itself says in its fields and content.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Code">The code that says so; null where words do.</param>
/// <param name="Text">What is said to people; null for nothing.</param>
/// <param name="Certainty">Proved where a code says it, likely where words do.</param>
internal sealed record SaidSubject(RefusalSubject Subject, string? Code, string? Text, Certainty Certainty)
{
    // A page is what it is for people to read: one that is long is no refusal's.
    private const int MaxSentence = 2000;

    private static readonly SaidSubject Nothing = new(RefusalSubject.None, null, null, Certainty.NotDecided);

    private static readonly string[] Remaining = ["X-RateLimit-Remaining", "X-Rate-Limit-Remaining", "RateLimit-Remaining"];

    /// <summary>Whether it has nothing to do with who asks: other credentials, or better ones, get the same answer.</summary>
    public bool IsApartFromCredentials => Subject is RefusalSubject.Forgery or RefusalSubject.Throttled or RefusalSubject.Wall or RefusalSubject.Place or RefusalSubject.Origin or RefusalSubject.Disabled;

    /// <summary>What an answer says.</summary>
    public static SaidSubject Of(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 400 or 401 or 403, Response: { } response })
            return Nothing;
        return ByField(response) ?? ByChallenge(exchange, view) ?? ByContent(response) ?? ByCount(response) ?? ByReason(exchange, view) ?? Nothing;
    }

    // Fields that are set for nothing else: of what stands before the server, of Atlassian, and of SAP for its own token.
    private static SaidSubject? ByField(RecordedResponse response)
    {
        if (response.Fields.Has("CF-Mitigated"))
            return new(RefusalSubject.Wall, $"CF-Mitigated: {response.Fields.First("CF-Mitigated")}", null, Certainty.Proved);
        if (response.Fields.First("X-Amzn-Waf-Action") is { } action)
            return new(RefusalSubject.Wall, $"X-Amzn-Waf-Action: {action}", null, Certainty.Proved);
        if (response.Fields.First("X-Authentication-Denied-Reason") is { } denied)
            return new(RefusalSubject.Wrong, $"X-Authentication-Denied-Reason: {denied}", null, Certainty.Proved);
        if (response.Fields.First("X-Seraph-LoginReason") is "AUTHENTICATED_FAILED" or "AUTHENTICATION_DENIED")
            return new(RefusalSubject.Wrong, $"X-Seraph-LoginReason: {response.Fields.First("X-Seraph-LoginReason")}", null, Certainty.Proved);
        return response.Fields.First("X-CSRF-Token")?.Equals("Required", StringComparison.OrdinalIgnoreCase) == true ? new(RefusalSubject.Forgery, "X-CSRF-Token: Required", null, Certainty.Proved) : null;
    }

    private static SaidSubject? ByChallenge(Exchange exchange, RecordingView view)
    {
        foreach (var offer in view.Offers(exchange).Where(offer => !offer.Field.IsProxy))
        {
            if (offer.Find("error") is { } error && SubjectCodes.Of(error) is not RefusalSubject.None and var subject)
                return new(subject, error, offer.Find("error_description"), Certainty.Proved);
        }

        return null;
    }

    private static SaidSubject? ByContent(RecordedResponse response)
    {
        var said = SaidInContent.Of(response);
        var sentence = said.Telling ?? said.Sentences.Find(text => !said.Codes.Contains(text));
        var codes = new[] { response.Fields.First("X-Ms-Error-Code"), response.Fields.First("X-Amzn-ErrorType") }.OfType<string>().Concat(said.Codes).Select(code => (Code: code, Subject: SubjectCodes.Of(code))).ToList();
        var (code, subject) = codes.Find(each => each.Subject != RefusalSubject.None);

        // A code such as AccessDenied may stand for anything: what is said beside it says more.
        if (subject is not (RefusalSubject.None or RefusalSubject.Permission or RefusalSubject.Wrong))
            return new(subject, Bare(code), sentence, Certainty.Proved);
        foreach (var text in said.Sentences.Where(text => text.Length <= MaxSentence))
        {
            var (meant, _) = SubjectWords.Of(text, isPage: false);
            if (meant != RefusalSubject.None && (subject == RefusalSubject.None || meant is RefusalSubject.Link or RefusalSubject.Clock || (subject == RefusalSubject.Permission && meant != subject)))
                return new(meant, subject == RefusalSubject.None ? null : Bare(code), text, Certainty.Likely);
        }

        if (subject != RefusalSubject.None)
            return new(subject, Bare(code), sentence, subject == RefusalSubject.Permission && !IsExact(code) ? Certainty.Likely : Certainty.Proved);
        if (said.Page is not { } page)
            return null;
        var (told, words) = SubjectWords.Of(page, Callers.IsHtml(response.Fields.First("Content-Type")) || page.Length > MaxSentence || page.AsSpan().TrimStart().StartsWith("<"));
        return told == RefusalSubject.None ? null : new(told, null, words.Trim().TrimStart('<'), Certainty.Likely);
    }

    private static SaidSubject? ByCount(RecordedResponse response) =>
        Array.Find(Remaining, name => response.Fields.First(name)?.Split(',', ';')[0].Trim() == "0") is { } used ? new(RefusalSubject.Throttled, $"{used}: 0", null, Certainty.Likely) : null;

    private static SaidSubject? ByReason(Exchange exchange, RecordingView view)
    {
        var said = view.Said(exchange);
        if (said.Kind == ReasonKind.None)
            return null;
        var text = said.Shown is [{ Start: >= 0 } shown, ..] && shown.Start + shown.Length <= shown.Text.Length ? shown.Text.Substring(shown.Start, shown.Length).Trim('"') : null;
        return new(said.Kind == ReasonKind.Unseen ? RefusalSubject.Missing : RefusalSubject.Token, said.Error, text, Certainty.Likely);
    }

    // Who is told that a scope or a right is too small is known.
    private static bool IsExact(string code) => code.Contains("insufficient", StringComparison.OrdinalIgnoreCase) || code.Contains("IAM", StringComparison.Ordinal);

    private static string Bare(string code) => code.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? code[..colon] : code[(code.LastIndexOf('#') + 1)..];
}
