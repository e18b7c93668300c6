using System.Collections.Immutable;

namespace Countersign.Tokens;

/// <summary>What shows in one request to an authorization server which client asks.</summary>
/// <param name="authorization">The value of the Authorization field; null for none.</param>
/// <param name="fields">The fields of the form.</param>
public sealed class ClientProof(Secret? authorization, ImmutableArray<KeyValuePair<string, string>> fields)
{
    /// <summary>The value of the Authorization field; null for none.</summary>
    public Secret? Authorization => authorization;

    /// <summary>The fields that are added to the form; some may be secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Fields => fields;

    /// <summary>What of it must not be repeated, should the server do so in its answer; null for nothing.</summary>
    public Secret? Secret { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "***";
}
