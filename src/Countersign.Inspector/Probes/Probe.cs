using System.Collections.Immutable;

namespace Countersign.Inspector.Probes;

/// <summary>A question of the inspector's own.</summary>
/// <param name="Purpose">What it is to find out.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
/// <param name="Credentials">What it shows.</param>
internal sealed record Probe(ProbePurpose Purpose, string Method, Uri Url, ProbeCredentials Credentials)
{
    /// <summary>The scheme of its credentials, or the kind of what can't be read; null for none.</summary>
    public string? Scheme { get; init; }

    /// <summary>The fields that it has besides; values of Authorization are made when it is sent.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The value of a field; null for none.</summary>
    public string? Field(string name) => Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
