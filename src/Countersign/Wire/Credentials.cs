using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>What a client presents: a scheme with either a token68 or parameters (RFC 9110 §11.4).</summary>
/// <param name="Scheme">The scheme as written; schemes compare case-insensitively.</param>
public sealed record Credentials(string Scheme)
{
    /// <summary>The token68 form, or null.</summary>
    public string? Token68 { get; init; }

    /// <summary>The parameters in the order in which they stood.</summary>
    public ImmutableArray<AuthParam> Params { get; init; } = [];

    /// <summary>The first value of a parameter, or null.</summary>
    public string? Find(string name) => AuthParams.Find(Params, name);

    /// <summary>The scheme alone: everything else is secret.</summary>
    public override string ToString() => $"{Scheme} ***";
}
