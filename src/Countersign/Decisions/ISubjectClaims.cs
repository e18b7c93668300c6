using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>What an issuer says of a subject, by the names of its claims.</summary>
public interface ISubjectClaims
{
    /// <summary>Who says so.</summary>
    string Issuer { get; }

    /// <summary>From when on that counts no more (<c>exp</c>); null when no end is named.</summary>
    DateTimeOffset? Ends { get; }

    /// <summary>The values of a claim as texts; empty when it is not there.</summary>
    ImmutableArray<string> Values(string name);
}
