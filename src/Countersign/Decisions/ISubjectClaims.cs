using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>What an issuer says of a subject, by the names of its claims.</summary>
public interface ISubjectClaims
{
    /// <summary>Who says so.</summary>
    string Issuer { get; }

    /// <summary>The values of a claim as texts; empty when it is not there.</summary>
    ImmutableArray<string> Values(string name);
}
