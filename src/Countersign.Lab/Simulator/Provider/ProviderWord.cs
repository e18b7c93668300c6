using System.Net;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>What the provider says of tokens that only it can read (RFC 7662).</summary>
internal sealed class ProviderWord(SimulatedProvider provider) : ITokenIntrospection
{
    public ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel) =>
        ValueTask.FromResult(provider.Opaque(token) is { } said && JwtClaimsReader.ReadAnswer(said, out _) is { } claims ? IntrospectionReading.Active(claims) : IntrospectionReading.Inactive());
}
