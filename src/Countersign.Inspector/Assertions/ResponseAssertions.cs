using System.Net;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reports;
using Countersign.Inspector.Verdicts;
using Countersign.Wire;

namespace Countersign.Inspector.Assertions;

/// <summary>Assertions for tests of servers: what an answer that asks for credentials must be. They throw <see cref="ResponseAssertionException"/>, whatever the test framework.</summary>
public static class ResponseAssertions
{
    /// <summary>Asserts that an answer is 401 and offers a scheme, in fields that all clients read alike (RFC 9110 §11.6.1).</summary>
    /// <param name="response">The answer.</param>
    /// <param name="scheme">The scheme, such as <c>Bearer</c>; schemes compare case-insensitively.</param>
    /// <returns>The challenge of that scheme, to assert more of it.</returns>
    /// <exception cref="ResponseAssertionException">It is not.</exception>
    public static ChallengeAssertion ShouldChallenge(this HttpResponseMessage response, string scheme) => Challenged(response, scheme, HttpStatusCode.Unauthorized, "WWW-Authenticate");

    /// <summary>Asserts that an answer is 407 and offers a scheme (RFC 9110 §11.7.1).</summary>
    /// <param name="response">The answer.</param>
    /// <param name="scheme">The scheme.</param>
    /// <returns>The challenge of that scheme, to assert more of it.</returns>
    /// <exception cref="ResponseAssertionException">It is not.</exception>
    public static ChallengeAssertion ShouldChallengeAsProxy(this HttpResponseMessage response, string scheme) => Challenged(response, scheme, HttpStatusCode.ProxyAuthenticationRequired, "Proxy-Authenticate");

    /// <summary>Asserts that an answer is a success and asks for no credentials.</summary>
    /// <param name="response">The answer.</param>
    /// <exception cref="ResponseAssertionException">It is not.</exception>
    public static void ShouldAdmit(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!response.IsSuccessStatusCode)
            throw AnswerWords.Failed(HttpMessages.ExchangeOf(response), "success");
    }

    /// <summary>Asserts that an answer is 403: who asks is known and may not (RFC 9110 §15.5.4).</summary>
    /// <param name="response">The answer.</param>
    /// <exception cref="ResponseAssertionException">It is not.</exception>
    public static void ShouldForbid(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.StatusCode != HttpStatusCode.Forbidden)
            throw AnswerWords.Failed(HttpMessages.ExchangeOf(response), "403");
    }

    /// <summary>Asserts that a Countersign server refuses for this reason, by the <c>reason</c> of its problem details (RFC 9457).</summary>
    /// <param name="response">The answer.</param>
    /// <param name="reason">The reason, as the public is told it.</param>
    /// <param name="cancellationToken">Ends the reading of the content.</param>
    /// <exception cref="ResponseAssertionException">It does not.</exception>
    public static async Task ShouldRefuseAsync(this HttpResponseMessage response, Refusal reason, CancellationToken cancellationToken = default)
    {
        var exchange = (await HttpMessages.ReadAsync(response, cancellationToken).ConfigureAwait(false)).Exchanges[0];
        var row = reason.Row();
        var expected = (row.PublicAs ?? reason).Row();
        var said = ServerWords.Of(exchange.Response!, []).Refusal?.Row();
        if (said?.Slug != expected.Slug || exchange.Status != expected.Status)
            throw AnswerWords.Failed(exchange, $"{expected.Status} with the reason {expected.Slug}{(said is null ? "" : $" (it says {said.Slug})")}");
    }

    /// <summary>Asserts that no check of the inspector objects to an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="leastSeverity">How much a finding must matter to fail.</param>
    /// <param name="cancellationToken">Ends the reading of the content.</param>
    /// <exception cref="ResponseAssertionException">One does; it names all of them, with what to change.</exception>
    public static async Task ShouldHaveNoFindingsAsync(this HttpResponseMessage response, Severity leastSeverity = Severity.Warning, CancellationToken cancellationToken = default)
    {
        var inspection = Inspection.Of(await HttpMessages.ReadAsync(response, cancellationToken).ConfigureAwait(false));
        var found = inspection.Findings.Where(finding => finding.Severity >= leastSeverity && finding.Certainty != Certainty.NotDecided).ToList();
        if (found.Count > 0)
            throw new ResponseAssertionException($"{AnswerWords.Asked(inspection.Recording.Exchanges[0])}: {string.Join("\n", found.Select(Line))}");
    }

    private static ChallengeAssertion Challenged(HttpResponseMessage response, string scheme, HttpStatusCode status, string field)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var exchange = HttpMessages.ExchangeOf(response);
        var expected = $"{(int)status} with a challenge of {scheme}";
        if (response.StatusCode != status || exchange.Response!.Fields.Challenges(field) is not { } reading)
            throw AnswerWords.Failed(exchange, expected);
        if (!reading.IsValid)
            throw AnswerWords.Failed(exchange, $"{expected} that all clients can read ({FaultIn(reading)})");
        return reading.Challenges.FirstOrDefault(each => each.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)) is { } challenge
            ? new(exchange, challenge)
            : throw AnswerWords.Failed(exchange, expected);
    }

    private static string FaultIn(ChallengesReading reading) => reading.Faults.FirstOrDefault() is { } fault ? fault.Kind : "it does not parse";

    private static string Line(Finding finding) =>
        $"{ReportWords.Code(finding.Severity)} {finding.Check.Id}: {finding.Message}{(finding.OwnerFix.Length > 0 ? $" {finding.OwnerFix}" : "")} ({finding.Check.Requirement})";
}
