using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Client.Exchanges;

/// <summary>Finds the challenge to answer (RFC 9110 §11.6.1, RFC 7616 §5.6).</summary>
/// <param name="Taken">The challenge to go on with; null for none.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Judgements">What became of each.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Negotiation(ChallengeJudgement? Taken, Failure? Failure, ImmutableArray<ChallengeJudgement> Judgements)
{
    private const int MaxNamed = 10;

    private static readonly Fitness Lesser = Fitness.None(FailureReason.InsecureTransport, "Digest got in here before, and the password is asked for now: that may be somebody on the way.");

    /// <param name="challenges">What the server takes.</param>
    /// <param name="schemes">What there are credentials for.</param>
    /// <param name="leg">The request.</param>
    /// <param name="order">Which of several is taken.</param>
    public static Negotiation Of(ImmutableArray<Challenge> challenges, ImmutableArray<ClientScheme> schemes, RequestLeg leg, ChallengeOrder order)
    {
        var judgements = challenges.SelectMany(challenge => Judge(challenge, schemes, leg)).ToImmutableArray();
        var fit = judgements.Where(each => each is { Scheme: not null, Fitness.Why: null });
        var best = order == ChallengeOrder.Strongest ? fit.MaxBy(each => each.Fitness.Strength) : fit.FirstOrDefault();
        if (best is null)
            return new(null, judgements.FirstOrDefault(each => each.Fitness.Why is not null)?.Fitness.Why ?? NoneOf(challenges), judgements);
        var taken = best with { IsTaken = true };
        return new(taken, null, judgements.Replace(best, taken));
    }

    private static IEnumerable<ChallengeJudgement> Judge(Challenge challenge, ImmutableArray<ClientScheme> schemes, RequestLeg leg)
    {
        var own = schemes.Where(scheme => scheme.Name.Equals(challenge.Scheme, StringComparison.OrdinalIgnoreCase)).ToList();
        return own.Count == 0
            ? [new(challenge, null, default, IsTaken: false)]
            : own.Select(scheme => new ChallengeJudgement(challenge, scheme, IsLessThanBefore(scheme, schemes, leg) ? Lesser : scheme.Judge(challenge, leg), IsTaken: false));
    }

    // Without TLS, anybody on the way can take the better challenge off and have the password sent.
    private static bool IsLessThanBefore(ClientScheme scheme, ImmutableArray<ClientScheme> schemes, RequestLeg leg) =>
        scheme is BasicClientScheme && !leg.Origin.IsTls && schemes.Any(other => other is DigestClientScheme digest && digest.HasGotInAt(leg.Target));

    private static Failure NoneOf(ImmutableArray<Challenge> challenges) =>
        new(FailureReason.NoSupportedScheme, $"The server takes {string.Join(", ", challenges.Select(challenge => challenge.Scheme).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxNamed))}.");
}
