using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>A field value of challenges as read: the strict verdict and the most sensible reading.</summary>
/// <param name="IsValid">Whether the value follows the recipient's grammar of RFC 9110 §11.6.1.</param>
/// <param name="Challenges">What a sensible recipient makes of it, valid or not.</param>
/// <param name="Faults">What is wrong, in the order of the text. A valid value may have some (a sender's faults that recipients must bear).</param>
public sealed record ChallengesReading(bool IsValid, ImmutableArray<Challenge> Challenges, ImmutableArray<WireFault> Faults);

/// <summary>A field value of credentials as read.</summary>
/// <param name="IsValid">Whether the value follows the grammar of RFC 9110 §11.6.2.</param>
/// <param name="Credentials">What a sensible recipient makes of it; null when there is not even a scheme.</param>
/// <param name="Faults">What is wrong, in the order of the text.</param>
public sealed record CredentialsReading(bool IsValid, Credentials? Credentials, ImmutableArray<WireFault> Faults);
