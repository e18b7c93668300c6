using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Finds what people and programs do to credentials by mistake.</summary>
internal static partial class Slips
{
    /// <param name="scheme">The first word; null where the place has no scheme.</param>
    /// <param name="rest">What follows it.</param>
    /// <param name="whole">All of the value.</param>
    public static ImmutableArray<CredentialsSlip> Of(string? scheme, string rest, string whole)
    {
        var found = ImmutableArray.CreateBuilder<CredentialsSlip>();
        if (scheme is not null && rest.Length == 0)
            found.Add(LooksLikeToken(whole) ? CredentialsSlip.MissingScheme : CredentialsSlip.Empty);
        if (whole.Length == 0)
            found.Add(CredentialsSlip.Empty);
        if (IsPlaceholder(rest.Trim('"', '\'', ' ')))
            found.Add(CredentialsSlip.Placeholder);
        if (scheme is not null && rest.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase))
            found.Add(CredentialsSlip.DoubledScheme);
        if (rest.Length > 1 && rest[0] is '"' or '\'' && rest[^1] == rest[0])
            found.Add(CredentialsSlip.Quotes);
        if (whole.Length > 0 && char.IsWhiteSpace(whole[^1]))
            found.Add(CredentialsSlip.TrailingWhitespace);
        if (IsTokenScheme(scheme) && rest.Trim().AsSpan().ContainsAny(" \t") && !found.Contains(CredentialsSlip.DoubledScheme))
            found.Add(CredentialsSlip.InnerWhitespace);
        return found.DrainToImmutable();
    }

    /// <summary>The token itself, without what was wrapped around it by mistake.</summary>
    public static string WithoutThem(string value)
    {
        var token = value.Trim().Trim('"', '\'');
        return token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? token["Bearer ".Length..].Trim() : token;
    }

    private static bool IsTokenScheme(string? scheme) => scheme?.ToUpperInvariant() is "BEARER" or "DPOP" or "TOKEN" or "BASIC";

    private static bool LooksLikeToken(string value) => value.Length >= 20 && value.AsSpan().ContainsAnyInRange('0', '9');

    private static bool IsPlaceholder(string value) => Placeholder().IsMatch(value);

    [GeneratedRegex(@"^(undefined|null|nil|none|NaN|\[object \w+\]|\$\{?\w*\}?|\{\{?[\w .-]*\}?\}|<[\w .-]*>|%\w+%|(your|my|insert|the)[-_ ]?\w*([-_ ](here|token|key))?|xxx+|TOKEN|ACCESS_TOKEN|API_KEY|changeme)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
