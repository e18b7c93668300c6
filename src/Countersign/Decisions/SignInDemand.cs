using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>How a person must have signed in at the issuer (RFC 9470): strongly enough and recently enough.</summary>
/// <param name="AcrValues">The classes (<c>acr</c>), one of which is needed, in order of preference; empty for any.</param>
/// <param name="MaxAge">How long ago at most (<c>auth_time</c>); null for any time.</param>
public sealed record SignInDemand(ImmutableArray<string> AcrValues, TimeSpan? MaxAge);
