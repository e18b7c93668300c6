using System.Globalization;
using Countersign.Decisions;

namespace Countersign.Schemes.Session;

/// <summary>Holds how and when somebody signed in against what a route wants of it (RFC 9470 §6).</summary>
internal static class SessionSignIns
{
    /// <summary>What is lacking, for the operator; null when nothing is.</summary>
    public static string? LackOf(SignInDemand demand, SessionFacts? session, TimeProvider clock)
    {
        if (session is null)
            return "Nothing is known of the sign-in.";
        if (!demand.AcrValues.IsEmpty && !session.Strengths.AsSpan().ContainsAny(demand.AcrValues.AsSpan()))
        {
            var shown = session.Strengths.IsEmpty ? "Nobody says how strong the sign-in was" : $"The sign-in was {string.Join(", ", session.Strengths)}";
            return $"{shown}; wanted: {string.Join(" or ", demand.AcrValues)}.";
        }

        if (demand.MaxAge is not { } longest)
            return null;

        if (session.SignedIn == DateTimeOffset.UnixEpoch)
            return "Nobody says when the person signed in.";

        // A sign-in of the future is one before the clock was set back: nobody knows how long ago.
        var age = clock.GetUtcNow() - session.SignedIn;
        return age <= longest && age > -Skew ? null
            : string.Create(CultureInfo.InvariantCulture, $"The sign-in was {age.TotalSeconds:0} s ago; at most {longest.TotalSeconds:0} s are wanted.");
    }

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
}
