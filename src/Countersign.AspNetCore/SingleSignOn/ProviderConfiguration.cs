using System.Collections.Immutable;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>One entry under <c>sign-in.providers</c>: somebody else who signs people in.</summary>
/// <param name="Name">Its name, part of the addresses.</param>
/// <param name="Client">As whom we come to it.</param>
public sealed record ProviderConfiguration(string Name, ClientConfiguration Client)
{
    /// <summary>Whether it speaks OpenID Connect; else OAuth 2 alone.</summary>
    public bool IsOpenId { get; init; } = true;

    /// <summary>What people call it.</summary>
    public string Label { get; init; } = Name;

    /// <summary>Its identifier; null for an OAuth 2 provider that has none.</summary>
    public string? Issuer { get; init; }

    /// <summary>Where its metadata are; null for the places that follow from its identifier.</summary>
    public Uri? Metadata { get; init; }

    /// <summary>Where people sign in; null as its metadata say, as with the other addresses.</summary>
    public Uri? AuthorizationEndpoint { get; init; }

    /// <summary>Where codes are exchanged.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Where it tells of a person.</summary>
    public Uri? UserInfoEndpoint { get; init; }

    /// <summary>Where people sign out.</summary>
    public Uri? EndSessionEndpoint { get; init; }

    /// <summary>Where its keys are.</summary>
    public Uri? JwksUri { get; init; }

    /// <summary>A PEM file of authorities to trust; null for the system's.</summary>
    public string? Authorities { get; init; }

    /// <summary>What is asked for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = ["openid", "email", "profile"];

    /// <summary>The claim that names a person for good.</summary>
    public string SubjectClaim { get; init; } = "sub";

    /// <summary>Which claims say who somebody is.</summary>
    public SubjectClaimNames Claims { get; init; } = new();

    /// <summary>Whether its people are those of whom rules speak that name users.</summary>
    public bool NamesAreOurs { get; init; }

    /// <summary>The claim that says whether the address was verified; null where all are.</summary>
    public string? VerifiedClaim { get; init; } = "email_verified";

    /// <summary>How people are to sign in.</summary>
    public ImmutableArray<string> AcrValues { get; init; } = [];

    /// <summary>How long ago people may have signed in; null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What people are asked each time; null for nothing in particular.</summary>
    public string? Prompt { get; init; }

    /// <summary>How long sessions go on while it can't be asked; null for as long as they last.</summary>
    public TimeSpan? Outage { get; init; }

    /// <summary>The path at which people come back who signed out there.</summary>
    public string PostLogout { get; init; } = "/";
}
