using System.Collections.Immutable;
using Countersign.Cli.Requests.Recording;
using Countersign.Client;
using Countersign.Client.Failures;

namespace Countersign.Cli.Requests;

/// <summary>What is to be said when all is over: whether the request got in, and if not, why and what would help.</summary>
/// <param name="IsGood">Whether the request got what it asked for.</param>
/// <param name="Sentence">What happened; null where the answer says it all.</param>
internal sealed record ExchangeEnd(bool IsGood, string? Sentence)
{
    /// <summary>The slug of the client's reason; null for none.</summary>
    public string? Reason { get; private init; }

    /// <summary>What would help; empty for nothing.</summary>
    public ImmutableArray<string> Advice { get; private init; } = [];

    /// <summary>What the server says of it.</summary>
    public ServerProblem? Problem { get; private init; }

    /// <summary>By which the operator of a Countersign gateway finds this very answer.</summary>
    public string? Reference { get; private init; }

    /// <summary>The command by which the operator finds it; null where it finds nothing, since plain challenges are not kept one by one.</summary>
    public string? Explain => Reference is null || Problem?.Reason is "credentials-missing" ? null : $"countersign explain {Reference}";

    /// <param name="outcome">How the exchange ended.</param>
    /// <param name="order">What was ordered.</param>
    /// <param name="content">The first octets of the last answer.</param>
    public static ExchangeEnd Of(RequestOutcome outcome, RequestOrder order, byte[] content)
    {
        var answer = outcome.Story.Last?.Message.Answer;
        var problem = answer?.MediaType is "application/problem+json" ? ServerProblem.Read(content) : null;
        return Judge(outcome, order, answer) with
        {
            Problem = problem,
            Reference = IsReference(answer?.Find("Countersign-Reference")) ?? IsReference(problem?.Reference),
        };
    }

    private static ExchangeEnd Judge(RequestOutcome outcome, RequestOrder order, RecordedAnswer? answer)
    {
        if (outcome.Outage is { } outage)
            return new(false, $"No answer from {order.Url.GetLeftPart(UriPartial.Authority)}{(order.Proxy is { } proxy ? $" through the proxy {proxy}" : "")}: {outage}.") { Reason = "no-answer", Advice = OutageWords.AdviceFor(outage, outcome.Story.Last?.Message.Url ?? order.Url, order.Timeout) is { } advice ? [advice] : [] };
        if (outcome.Failure is { } failure)
        {
            var row = failure.Reason.Row();
            var by = outcome.FailedScheme is { } scheme ? $" by {scheme}" : "";
            return new(false, $"No way in{by}: {row.Sentence}{(failure.Detail is { } detail ? " " + detail : "")}") { Reason = row.Slug, Advice = [row.Advice, .. OwnAdvice(failure.Reason)] };
        }

        if (answer is { Status: 401 } && outcome.Story.Last is { } last)
        {
            return AnswerWords.CarriedBy(last) is { } carried
                ? new(false, $"Not let in: the server does not take {carried}.") { Reason = "credentials-rejected" }
                : new(false, "Not let in: the server wants credentials, and none were sent.") { Reason = "no-credentials", Advice = Ways(last, order) };
        }

        if (outcome.CutOff is { } cutOff)
            return new(false, $"Only a part of the content is here: {cutOff}.") { Reason = "content-cut-off" };
        if (answer is { Status: >= 400 })
            return new(false, $"The server answers {$"{answer.Status} {answer.Reason}".TrimEnd()}.") { Reason = "error-status" };
        return outcome.Story.Legs.Count(leg => leg.Next is not null) >= RequestRun.MaxRedirects && LeadsOn(answer)
            ? new(false, $"The answer leads on, and {RequestRun.MaxRedirects} redirects have been followed already.") { Reason = "too-many-redirects" }
            : new(outcome.IsGood, null);
    }

    private static bool LeadsOn(RecordedAnswer? answer) => answer is { Status: 301 or 302 or 303 or 307 or 308 } && answer.Find("Location") is not null;

    private static ImmutableArray<string> Ways(StoryLeg last, RequestOrder order)
    {
        // Behind a redirect it is another server that asks, to which credentials for the first one don't go.
        var asked = Origin.Of(last.Message.Url) == Origin.Of(order.Url) ? order.Url : last.Message.Url;
        var url = CurlLine.Quoted(asked.AbsoluteUri);
        return [.. ChallengeWords.Of(last, reauthenticates: true).Select(each => each.Challenge.Scheme.ToLowerInvariant() switch
        {
            "basic" or "digest" => $"countersign request --auth USER {url}",
            "bearer" or "dpop" => $"countersign request --token @FILE {url}, or countersign login {url}",
            "apikey" => $"countersign request --key @FILE {url}",
            _ => null,
        }).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static ImmutableArray<string> OwnAdvice(FailureReason reason) => reason switch
    {
        FailureReason.InsecureTransport => ["--allow-cleartext sends them all the same."],
        FailureReason.AlgorithmNotAllowed => ["--allow-md5 answers MD5 all the same."],
        FailureReason.ProxyCredentialsRequired => ["--proxy URL --proxy-auth USER answers it."],
        FailureReason.SignInNeeded => ["countersign login signs in anew."],
        FailureReason.UnreplayableContent => ["The standard input is read once: name a file instead (--body @FILE)."],
        _ => [],
    };

    // The reference becomes a part of a command that somebody types: it is only taken for one when it looks like it.
    private static string? IsReference(string? text) => text is { Length: > 0 and <= 64 } && text.All(char.IsAsciiLetterOrDigit) ? text : null;
}
