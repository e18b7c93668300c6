using Countersign.Client.Schemes;
using Countersign.Wire;

namespace Countersign.Client.Exchanges;

/// <summary>What became of one challenge.</summary>
/// <param name="Challenge">The challenge.</param>
/// <param name="Scheme">The credentials of its scheme; null where there are none.</param>
/// <param name="Fitness">Whether they fit; the default where there are none.</param>
/// <param name="IsTaken">Whether this is the one that is answered.</param>
public sealed record ChallengeJudgement(Challenge Challenge, ClientScheme? Scheme, Fitness Fitness, bool IsTaken);
