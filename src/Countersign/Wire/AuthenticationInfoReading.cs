using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>An Authentication-Info value as read.</summary>
/// <param name="IsValid">Whether the value is a list of parameters (RFC 9110 §11.6.3).</param>
/// <param name="Params">The parameters, up to the first fault that made the value unreadable.</param>
/// <param name="Faults">What is wrong, in the order of the text.</param>
public sealed record AuthenticationInfoReading(bool IsValid, ImmutableArray<AuthParam> Params, ImmutableArray<WireFault> Faults)
{
    /// <summary>The first value of a parameter, or null.</summary>
    public string? Find(string name) => AuthParams.Find(Params, name);
}
