using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Where a provider is asked what, as the operator says or else its metadata; or why that is not known.</summary>
internal sealed record ProviderPlaces
{
    public Uri? Authorization { get; private init; }

    public Uri? Token { get; private init; }

    public Uri? UserInfo { get; private init; }

    public Uri? EndSession { get; private init; }

    /// <summary>Where requests are handed in beforehand; null when they need not be.</summary>
    public Uri? PushedRequests { get; private init; }

    /// <summary>Whether each of its answers names it (RFC 9207).</summary>
    public bool NamesItself { get; private init; }

    /// <summary>What its ID tokens are signed by: never what verifiers could sign by too.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; private init; } = TokenRules.AsymmetricAlgorithms;

    /// <summary>Why people can't sign in there now, for the operator.</summary>
    public string? Failure { get; private init; }

    [MemberNotNullWhen(true, nameof(Authorization), nameof(Token))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsKnown => Failure is null && Authorization is not null && Token is not null;

    public static ProviderPlaces Unknown(string failure) => new() { Failure = failure };

    /// <summary>The operator's word goes before the provider's.</summary>
    public static ProviderPlaces Of(ProviderOptions options, IssuerMetadata? metadata)
    {
        string? failure = null;
        var places = new ProviderPlaces
        {
            Authorization = options.AuthorizationEndpoint ?? Read(metadata?.AuthorizationEndpoint, "authorization_endpoint"),
            Token = options.TokenEndpoint ?? Read(metadata?.TokenEndpoint, "token_endpoint"),
            UserInfo = options.UserInfoEndpoint ?? Read(metadata?.UserInfoEndpoint, "userinfo_endpoint"),
            EndSession = options.EndSessionEndpoint ?? Read(metadata?.EndSessionEndpoint, "end_session_endpoint"),
            PushedRequests = metadata is { NeedsPushedRequests: true } ? Read(metadata.PushedRequestEndpoint, "pushed_authorization_request_endpoint") : null,
            NamesItself = metadata is { NamesItselfInResponses: true },
            Algorithms = metadata is null or { IdTokenAlgorithms.IsEmpty: true }
                ? TokenRules.AsymmetricAlgorithms
                : [.. TokenRules.AsymmetricAlgorithms.Where(algorithm => metadata.IdTokenAlgorithms.Contains(algorithm.Name))],
        };
        return places with
        {
            Failure = failure
                ?? (places.Authorization is null ? "The metadata have no authorization_endpoint." : null)
                ?? (places.Token is null ? "The metadata have no token_endpoint." : null)
                ?? (metadata is { NeedsPushedRequests: true } && places.PushedRequests is null ? "The provider wants requests to be pushed, and does not say where." : null),
        };

        Uri? Read(string? text, string name)
        {
            if (text is null)
                return null;
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
                failure ??= $"The metadata's {name} is no address.";
            else if (IssuerUrl.WhyNotFollowed(url, options.Metadata ?? new Uri(options.Issuer!)) is { } reason)
                failure ??= $"The metadata's {name}, {BoundedFetch.Shown(url)}, {reason}.";
            else
                return url;
            return null;
        }
    }
}
