using System.Collections.Immutable;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.Tokens.OpenId;

/// <summary>An OpenID provider whose word on people counts here. It comes from the configuration alone.</summary>
/// <param name="Issuer">Its identifier: what <c>iss</c> has to be, character for character.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="ClientId">By what name it knows the gateway: what <c>aud</c> has to be.</param>
public sealed record TrustedProvider(string Issuer, IIssuerKeys Keys, string ClientId)
{
    /// <summary>The algorithms that are taken; none of those whose keys verifiers hold too.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; init; } = TokenRules.AsymmetricAlgorithms;

    /// <summary>How far its clock may be off.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(60);
}
