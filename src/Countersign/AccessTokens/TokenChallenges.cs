using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.AccessTokens;

/// <summary>
/// The challenges of a token scheme (RFC 6750 §3, RFC 9449 §7.1, RFC 9470 §3). They depend on route and reason alone, and are written once for each.
/// </summary>
/// <param name="scheme">The name in the field.</param>
/// <param name="lead">The parameters that every challenge begins with; the realm at least.</param>
internal sealed class TokenChallenges(string scheme, ImmutableArray<AuthParam> lead)
{
    private readonly ConditionalWeakTable<AccessPolicy, Challenge[]?[]> _prepared = [];

    public Challenge[] For(AccessPolicy policy, Refusal? reason)
    {
        var prepared = _prepared.GetValue(policy, static _ => new Challenge[]?[RefusalCatalogue.All.Length + 1]);
        return prepared[reason is { } refusal ? (int)refusal + 1 : 0] ??= [new Challenge(scheme) { Params = ParamsOf(policy, reason) }];
    }

    private ImmutableArray<AuthParam> ParamsOf(AccessPolicy policy, Refusal? reason)
    {
        var parameters = lead.ToBuilder();
        if (reason is { } refusal)
            parameters.AddRange(ErrorOf(refusal));
        if (reason == Refusal.SignInInsufficient && policy.SignIn is { } demand)
            parameters.AddRange(ParamsOf(demand));
        if (!policy.Scopes.IsEmpty)
            parameters.Add(new("scope", string.Join(' ', policy.Scopes)));
        if (policy.ResourceMetadata is { } metadata)
            parameters.Add(new("resource_metadata", metadata));
        return parameters.ToImmutable();
    }

    // The public row's: which check failed is the operator's to know (CONTRACT 5).
    private static ImmutableArray<AuthParam> ErrorOf(Refusal refusal) => refusal switch
    {
        Refusal.ScopeInsufficient => [new("error", "insufficient_scope"), new("error_description", "The access token lacks a scope")],
        Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated => Refusal.BearerMalformed.Row().ChallengeParams,
        _ => refusal.PublicRow().ChallengeParams,
    };

    private static IEnumerable<AuthParam> ParamsOf(SignInDemand demand)
    {
        if (!demand.AcrValues.IsEmpty)
            yield return new("acr_values", string.Join(' ', demand.AcrValues));
        if (demand.MaxAge is { } age)
            yield return new("max_age", ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture), Quoted: false);
    }
}
