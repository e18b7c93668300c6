using System.Net.Http.Headers;
using Countersign.Wire;

namespace Countersign.Client.Exchanges;

/// <summary>Reads what a server asks for, as it stands on the wire: the framework's own reading loses what it does not like.</summary>
internal static class ChallengeField
{
    /// <summary>All challenges of a field; null when there is no such field.</summary>
    public static ChallengesReading? Read(HttpResponseHeaders fields, string name)
    {
        if (!fields.NonValidated.TryGetValues(name, out var lines))
            return null;
        string[] values = [.. lines];
        var reading = Read(values);
        if (reading.IsValid || values.Length == 1)
            return reading;

        // One line that can't be read must not hide the others.
        var readings = values.Select(value => Read([value])).ToArray();
        return readings.Sum(each => each.Challenges.Length) > reading.Challenges.Length
            ? reading with { Challenges = [.. readings.SelectMany(each => each.Challenges)] }
            : reading;
    }

    private static ChallengesReading Read(string[] values)
    {
        var reading = ChallengeReader.Read(values);
        if (reading.IsValid)
            return reading;
        var mended = ChallengeReader.Read([.. values.Select(MissingQuotes.Add)]);
        return mended.IsValid || mended.Challenges.Length > reading.Challenges.Length ? mended : reading;
    }
}
