using System.Globalization;
using Countersign.Client.Exchanges;
using Countersign.Wire;

namespace Countersign.Client.Tokens;

/// <summary>What a server demands of a token beyond that it counts, so that an application can begin a sign-in with it (RFC 6750 §3.1, RFC 9470 §3, §4).</summary>
public sealed record TokenDemand
{
    /// <summary>The scopes, separated by spaces; empty where it says none.</summary>
    public string Scope
    {
        get;
        init => field = string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    } = "";

    /// <summary><c>acr_values</c>: the classes of sign-in one of which is needed, separated by spaces, in order of preference; empty for any.</summary>
    public string AcrValues
    {
        get;
        init => field = string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    } = "";

    /// <summary><c>max_age</c>: how long ago the person may have signed in at most; null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// The demand of an answer that came back as it is: of a 403, which is the server's last word, or of the 401 of a request without credentials. Null where
    /// it makes none.
    /// </summary>
    public static TokenDemand? Of(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var challenges = ChallengeField.Read(response.Headers, "WWW-Authenticate")?.Challenges ?? [];
        return challenges.Where(challenge => challenge.Find("error") is "insufficient_scope" or "insufficient_user_authentication").Select(Of).FirstOrDefault(demand => demand is not null);
    }

    /// <summary>The demand of a challenge; null where it makes none.</summary>
    internal static TokenDemand? Of(Challenge challenge)
    {
        // RFC 9470 §3: seconds, as a number that is not negative; of anything else nobody knows what it means.
        TimeSpan? age = int.TryParse(challenge.Find("max_age"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
        var demand = new TokenDemand { Scope = challenge.Find("scope") ?? "", AcrValues = challenge.Find("acr_values") ?? "", MaxAge = age };
        return demand == new TokenDemand() ? null : demand;
    }

    /// <summary>The demand as the challenge has it.</summary>
    public override string ToString() => string.Join(' ', Parts());

    private IEnumerable<string> Parts()
    {
        if (Scope.Length > 0)
            yield return $"scope={Scope}";
        if (AcrValues.Length > 0)
            yield return $"acr_values={AcrValues}";
        if (MaxAge is { } age)
            yield return string.Create(CultureInfo.InvariantCulture, $"max_age={(long)age.TotalSeconds}");
    }
}
