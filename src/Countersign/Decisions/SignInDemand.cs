using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>How a person must have signed in at the issuer (RFC 9470): strongly enough and recently enough.</summary>
/// <param name="AcrValues">The classes (<c>acr</c>), one of which is needed, in order of preference; empty for any.</param>
/// <param name="MaxAge">How long ago at most (<c>auth_time</c>); null for any time.</param>
public sealed record SignInDemand(ImmutableArray<string> AcrValues, TimeSpan? MaxAge)
{
    /// <summary>What meets both demands at once, as far as one class can: of classes that differ, those of the first are asked for.</summary>
    internal static SignInDemand? Both(SignInDemand? one, SignInDemand? other)
    {
        if (one is null || other is null)
            return one ?? other;
        var common = one.AcrValues.IsEmpty ? other.AcrValues : other.AcrValues.IsEmpty ? one.AcrValues : [.. one.AcrValues.Intersect(other.AcrValues, StringComparer.Ordinal)];
        return new(
            common.IsEmpty ? one.AcrValues : common,
            one.MaxAge is { } first && other.MaxAge is { } second ? (first < second ? first : second) : one.MaxAge ?? other.MaxAge);
    }
}
