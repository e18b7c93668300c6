using System.Collections.Immutable;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Makes a person of what a provider says. Names are taken as they are: of another spelling is another person.</summary>
internal static class PersonReader
{
    private const int LongestName = 256;

    /// <summary>The claims that a rule or an upstream may want.</summary>
    public static bool IsComplete(ProviderOptions options, ProviderClaims claims) =>
        ((ReadOnlySpan<string>)[options.Claims.Name, options.Claims.Groups, options.Claims.Email]).ToArray().All(name => !claims.Values(name).IsEmpty);

    /// <summary>The person; null with the reason when nobody can be told by the claims.</summary>
    /// <param name="options">Which claims say what.</param>
    /// <param name="claims">What the provider says.</param>
    /// <param name="why">Why there is nobody, for the operator.</param>
    public static SignedIn? Read(ProviderOptions options, ProviderClaims claims, out string? why)
    {
        if (One(claims, options.SubjectClaim) is not { } subject)
            why = $"There is no {options.SubjectClaim}, or there are several.";
        else if (One(claims, options.Claims.Name) is not { } name || (options.Claims.Name == options.Claims.Email && EmailOf(options, claims) is null))
            why = $"There is no {options.Claims.Name}, or there are several, or it is an address that was not verified.";
        else if (name.Length > LongestName || name.Any(char.IsControl))
            why = $"The {options.Claims.Name} is no name: it is longer than {LongestName} characters or has some that no name has.";
        else
        {
            var person = Of(options, claims, subject, name);
            why = StorableText.Are(person.Texts) ? null : "The provider says something of the person or the sign-in that can't be kept: it has a NUL or half of a character.";
            return why is null ? person : null;
        }

        return null;
    }

    private static SignedIn Of(ProviderOptions options, ProviderClaims claims, string subject, string name)
    {
        var person = new Subject(name)
        {
            Groups = claims.Values(options.Claims.Groups),
            Roles = claims.Values(options.Claims.Roles),
            Email = EmailOf(options, claims),
            Claims = claims.Kept(options.Identity, options.KeptClaims),
        };
        return new(person)
        {
            Methods = claims.Values("amr"),
            Acr = claims.Values("acr") is [var acr] ? acr : null,

            // Without a time it may have been long ago: no route that asks for a young sign-in is to be had by it.
            At = TimeOf(claims.Values("auth_time")) ?? DateTimeOffset.UnixEpoch,
            Provider = options.Name,
            ProviderSubject = subject,
            ProviderSession = claims.Values("sid") is [var session] ? session : null,
        };
    }

    /// <summary>The address, unless it may be anybody's. The word on it counts where the address itself stands.</summary>
    private static string? EmailOf(ProviderOptions options, ProviderClaims claims)
    {
        if (claims.Find(options.Claims.Email) is not ([var address], { } document) || !EmailAddress.Is(address))
            return null;
        if (options.VerifiedClaim is not { } verified)
            return address;
        if (ClaimValues.Of(document, verified) is [var word])
            return word.Equals("true", StringComparison.OrdinalIgnoreCase) ? address : null;

        // OpenID providers that say nothing of it verify all; what others hand out is what somebody typed.
        return options.Kind == ProviderKind.OpenId && !document.TryGet(verified, out _) ? address : null;
    }

    private static string? One(ProviderClaims claims, string name) => claims.Values(name) is [var only] && !string.IsNullOrWhiteSpace(only) ? only : null;

    private static DateTimeOffset? TimeOf(ImmutableArray<string> seconds) =>
        seconds is [var text] && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? new NumericDate(number).ToTime() : null;
}
