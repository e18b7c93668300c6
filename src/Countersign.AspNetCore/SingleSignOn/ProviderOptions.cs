using System.Collections.Immutable;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>A provider at which people sign in, as the operator describes it.</summary>
/// <param name="Name">Its name in the configuration, which is part of the addresses.</param>
/// <param name="Kind">What it speaks.</param>
/// <param name="Client">How the gateway shows it who it is.</param>
internal sealed record ProviderOptions(string Name, ProviderKind Kind, ClientAuthentication Client)
{
    /// <summary>Its identifier; null for OAuth 2 without one.</summary>
    public string? Issuer { get; init; }

    /// <summary>Who stands behind the name: sessions and sign-ins that were begun while it was somebody else are not its own.</summary>
    public string Identity => Issuer ?? Name;

    /// <summary>Where its metadata are; null for the places that follow from its identifier.</summary>
    public Uri? Metadata { get; init; }

    /// <summary>Where people sign in; null to read that from the metadata, as with the other addresses.</summary>
    public Uri? AuthorizationEndpoint { get; init; }

    /// <summary>Where codes are exchanged.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Where it tells of a person.</summary>
    public Uri? UserInfoEndpoint { get; init; }

    /// <summary>Where people sign out.</summary>
    public Uri? EndSessionEndpoint { get; init; }

    /// <summary>What is asked for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = ["openid"];

    /// <summary>The claim that names a person for good; not given to another one.</summary>
    public string SubjectClaim { get; init; } = "sub";

    /// <summary>Which claims say who a person is.</summary>
    public SubjectClaimNames Claims { get; init; } = new();

    /// <summary>Claims that routes ask for, which are kept with the session.</summary>
    public ImmutableArray<string> KeptClaims { get; init; } = [];

    /// <summary>The claim that says whether the address was verified; null where the provider verifies all.</summary>
    public string? VerifiedClaim { get; init; } = "email_verified";

    /// <summary>How people are to sign in, where a route does not say: <c>acr_values</c>, best first.</summary>
    public ImmutableArray<string> AcrValues { get; init; } = [];

    /// <summary>How long ago people may have signed in at the provider; null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What the provider is to ask people each time (<c>prompt</c>), such as <c>select_account</c>; null to leave that to it.</summary>
    public string? Prompt { get; init; }

    /// <summary>How long sessions outlive their access token while the provider can't be asked; null for as long as they last anyway.</summary>
    public TimeSpan? OutageGrace { get; init; }

    /// <summary>Whether a name, a group or an address may be missing from ID tokens, so that it is asked for (OpenID Connect Core §5.3).</summary>
    public bool AsksUserInfo { get; init; } = true;

    /// <summary>The path of the page to which people come back after they signed out at the provider.</summary>
    public string PostLogout { get; init; } = "/";
}
