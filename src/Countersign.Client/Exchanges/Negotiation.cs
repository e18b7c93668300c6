using System.Collections.Immutable;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Wire;

namespace Countersign.Client.Exchanges;

/// <summary>Finds the challenge to answer (RFC 9110 §11.6.1, RFC 7616 §5.6).</summary>
internal static class Negotiation
{
    /// <summary>The scheme and challenge to go on with, or why there is none.</summary>
    /// <param name="challenges">What the server takes.</param>
    /// <param name="schemes">What there are credentials for.</param>
    /// <param name="leg">The request.</param>
    /// <param name="order">Which of several is taken.</param>
    public static (ClientScheme? Scheme, Challenge? Challenge, Failure? Failure) Choose(
        ImmutableArray<Challenge> challenges, ImmutableArray<ClientScheme> schemes, RequestLeg leg, ChallengeOrder order)
    {
        (ClientScheme? Scheme, Challenge? Challenge) best = default;
        var strongest = -1;
        Failure? unfit = null;
        foreach (var challenge in challenges)
        {
            foreach (var scheme in schemes)
            {
                if (!scheme.Name.Equals(challenge.Scheme, StringComparison.OrdinalIgnoreCase))
                    continue;
                var fitness = scheme.Judge(challenge, leg);
                if (fitness.Why is { } why)
                    unfit ??= why;
                else if (fitness.Strength > strongest && (best.Scheme is null || order == ChallengeOrder.Strongest))
                    (best, strongest) = ((scheme, challenge), fitness.Strength);
            }
        }

        return best.Scheme is not null
            ? (best.Scheme, best.Challenge, null)
            : (null, null, unfit ?? new(FailureReason.NoSupportedScheme, $"The server takes {string.Join(", ", challenges.Select(challenge => challenge.Scheme).Distinct(StringComparer.OrdinalIgnoreCase))}."));
    }
}
