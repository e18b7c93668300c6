using System.Collections.Immutable;
using Countersign.Cli.Requests.Recording;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Cli.Requests;

/// <summary>A challenge and what became of it, in words.</summary>
/// <param name="Challenge">The challenge.</param>
/// <param name="Verdict"><c>taken</c>, <c>weaker</c>, <c>unfit</c>, <c>no-credentials</c> or <c>not-answered</c>.</param>
/// <param name="Words">The same for people, and why.</param>
internal sealed record ChallengeWords(Challenge Challenge, string Verdict, string Words)
{
    /// <summary>The challenges of an answer; of one that nobody looked at as well.</summary>
    public static ImmutableArray<ChallengeWords> Of(StoryLeg leg, bool reauthenticates)
    {
        if (!leg.Judgements.IsEmpty)
            return [.. leg.Judgements.Select(each => Of(each, leg))];
        return leg.Message.Answer is not { } answer ? [] : [.. Read(answer).Select(challenge => reauthenticates
            ? new ChallengeWords(challenge, "no-credentials", $"no credentials for it; {HowToHave(challenge, leg)}")
            : new(challenge, "not-answered", "not answered (--no-reauth)"))];
    }

    /// <summary>The challenge as a line; as much of it as can be written.</summary>
    public string Line
    {
        get
        {
            try
            {
                return Challenge.ToString();
            }
            catch (ArgumentException)
            {
                return Challenge.Scheme;
            }
        }
    }

    private static ImmutableArray<Challenge> Read(RecordedAnswer answer) =>
        ChallengeReader.Read(answer.Lines(answer.Status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate")).Challenges;

    private static ChallengeWords Of(ChallengeJudgement judgement, StoryLeg leg)
    {
        if (judgement.IsTaken)
            return new(judgement.Challenge, "taken", TakenWords(judgement.Challenge, leg));
        if (judgement.Scheme is null)
            return new(judgement.Challenge, "no-credentials", $"not taken: no credentials for it; {HowToHave(judgement.Challenge, leg)}");
        if (judgement.Fitness.Why is { } why)
            return new(judgement.Challenge, "unfit", $"not taken: {why.Reason.Row().Sentence}{(why.Detail is { } detail ? $" ({detail.TrimEnd('.')})" : "")}");
        var taken = leg.Judgements.FirstOrDefault(each => each.IsTaken);
        return new(judgement.Challenge, "weaker", taken is null ? "not taken" : $"not taken: {taken.Challenge.Scheme}{AlgorithmOf(taken.Challenge)} is stronger");
    }

    private static string TakenWords(Challenge challenge, StoryLeg leg)
    {
        var shown = leg.Message.Answer?.Status == 407 ? AnswerWords.ShownToProxy(leg) : leg.Scheme;
        if (!challenge.Scheme.Equals(shown, StringComparison.OrdinalIgnoreCase))
            return "taken";
        return challenge.Find("stale") is { } stale && stale.Equals("true", StringComparison.OrdinalIgnoreCase)
            ? "taken: the credentials were good, over a nonce that is too old"
            : "taken, if there is anything newer than what was refused";
    }

    private static string HowToHave(Challenge challenge, StoryLeg leg) => leg.Message.Answer?.Status != 407 ? AnswerWords.HowToHave(challenge.Scheme)
        : challenge.Scheme.ToLowerInvariant() is "basic" or "digest" ? "--proxy URL --proxy-auth USER answers it" : "not a scheme that this client knows at proxies";

    private static string AlgorithmOf(Challenge challenge) => challenge.Find("algorithm") is { } algorithm ? $" with {algorithm}" : "";
}
