using System.Globalization;
using Countersign.Decisions;
using Countersign.Tokens;

namespace Countersign.AccessTokens;

/// <summary>Holds what a token says of a sign-in against what a route wants of it (RFC 9470 §6).</summary>
internal static class TokenSignIns
{
    // How far an issuer's clock may be ahead, in seconds.
    private const int Skew = 60;

    /// <summary>What is lacking, for the operator; null when nothing is.</summary>
    public static string? LackOf(SignInDemand demand, Subject subject, TimeProvider clock)
    {
        if (subject.Claims is not TokenClaims claims)
            return "Nothing is known of the sign-in.";
        if (!demand.AcrValues.IsEmpty && claims.Values("acr") is var found && !found.AsSpan().ContainsAny(demand.AcrValues.AsSpan()))
            return found is [var acr, ..] ? $"The acr is {acr}; wanted: {string.Join(" or ", demand.AcrValues)}." : $"There is no acr; wanted: {string.Join(" or ", demand.AcrValues)}.";
        if (demand.MaxAge is not { } longest)
            return null;
        if (claims.SignedIn is not { } signedIn)
            return "There is no auth_time.";
        var now = NumericDate.Of(clock.GetUtcNow()).Seconds;
        if (signedIn < 0 || signedIn > now + Skew)
            return "The auth_time is no time that was; it is perhaps in milliseconds.";
        var age = now - signedIn;
        return age <= (decimal)longest.TotalSeconds ? null
            : string.Create(CultureInfo.InvariantCulture, $"The sign-in was {age:0} s ago; at most {longest.TotalSeconds:0} s are wanted.");
    }
}
