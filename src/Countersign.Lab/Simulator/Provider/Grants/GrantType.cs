namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A way to get tokens at the token endpoint (RFC 6749 §4).</summary>
internal abstract class GrantType
{
    /// <summary>Its <c>grant_type</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Answers a client.</summary>
    public abstract ValueTask<SimulatedAnswer> AnswerAsync(ClientAsk ask, CancellationToken cancel);

    /// <summary>All of them.</summary>
    public static System.Collections.Immutable.ImmutableArray<GrantType> All { get; } = [new CodeGrantType(), new RefreshGrantType(), new ClientCredentialsGrantType(), new DeviceGrantType()];
}
