using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Sessions;

/// <summary>What a provider said of a person at the sign-in, kept with the session.</summary>
/// <param name="issuer">The provider's issuer.</param>
/// <param name="values">The claims that are kept, by their names.</param>
internal sealed class SnapshotClaims(string issuer, ImmutableDictionary<string, ImmutableArray<string>> values) : ISubjectClaims
{
    private readonly ImmutableArray<string> _issuer = [issuer];

    public string Issuer => issuer;

    /// <summary>The session says how long it counts.</summary>
    public DateTimeOffset? Ends => null;

    public ImmutableDictionary<string, ImmutableArray<string>> All => values;

    public ImmutableArray<string> Values(string name) => name == "iss" ? _issuer : values.GetValueOrDefault(name, []);
}
