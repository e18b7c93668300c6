using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Finds what people and programs do to credentials by mistake.</summary>
internal static partial class Slips
{
    /// <summary>Slips of a value that begins with a scheme.</summary>
    /// <param name="scheme">The scheme; null where there is none.</param>
    /// <param name="rest">What is behind it; all of the value where there is no scheme.</param>
    public static ImmutableArray<CredentialsSlip> OfField(string? scheme, string rest)
    {
        if (rest.Length == 0)
            return [CredentialsSlip.Empty];
        if (scheme is null)
            return [CredentialsSlip.MissingScheme, .. OfValue(rest, isPassword: false)];
        if (IsParameter(scheme, rest))
            return [CredentialsSlip.Parameter];
        var isParameters = rest.Contains('=', StringComparison.Ordinal) && rest.Contains('"', StringComparison.Ordinal) && !IsQuoted(rest);
        if (isParameters)
            return [];
        var slips = OfValue(rest, isPassword: false);
        var isDoubled = SchemeName.Of(rest, out var inner) is { } second && inner.Length > 0 && second.TrimEnd(':').Equals(scheme.TrimEnd(':'), StringComparison.OrdinalIgnoreCase);
        if (isDoubled)
            return [CredentialsSlip.DoubledScheme, .. slips];
        return IsTokenScheme(scheme) && rest.Trim().AsSpan().ContainsAny(" \t") && !slips.Contains(CredentialsSlip.Placeholder) ? slips.Add(CredentialsSlip.InnerWhitespace) : slips;
    }

    /// <summary>Slips of a key or token that stands by itself.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isPassword">Whether it is a password: one may be any word.</param>
    public static ImmutableArray<CredentialsSlip> OfValue(string value, bool isPassword)
    {
        if (value.Length == 0)
            return [CredentialsSlip.Empty];
        var found = ImmutableArray.CreateBuilder<CredentialsSlip>();
        var bare = WithoutThem(value);
        if (isPassword ? Unfilled().IsMatch(bare) : Unfilled().IsMatch(bare) || Noun().IsMatch(bare))
            found.Add(CredentialsSlip.Placeholder);
        if (IsQuoted(value.Trim()))
            found.Add(CredentialsSlip.Quotes);
        if (char.IsWhiteSpace(value[^1]))
            found.Add(CredentialsSlip.TrailingWhitespace);
        if (IsEncodedToken(bare))
            found.Add(CredentialsSlip.DoubledEncoding);
        return found.DrainToImmutable();
    }

    /// <summary>The token itself, without what was wrapped around it by mistake.</summary>
    public static string WithoutThem(string value)
    {
        var token = value.Trim();
        if (IsQuoted(token))
            token = token[1..^1].Trim();
        while (SchemeName.Of(token, out var rest) is { } scheme && rest.Length > 0 && SchemeName.IsKnown(scheme.TrimEnd(':')))
            token = rest.Trim();
        return IsQuoted(token) ? token[1..^1] : token;
    }

    private static bool IsQuoted(string value) => value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0];

    // "Token token=..." is how some frameworks want it; RFC 6750 §2.1 has the bare token for Bearer, and DPoP the same.
    private static bool IsParameter(string scheme, string rest) =>
        scheme.TrimEnd(':').ToUpperInvariant() is "BEARER" or "DPOP" && rest.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals + 1 < rest.Length && rest[equals + 1] != '='
        && rest[..equals].Trim().ToUpperInvariant() is "TOKEN" or "ACCESS_TOKEN" or "JWT" or "BEARER" or "KEY" or "API_KEY" or "APIKEY";

    private static bool IsTokenScheme(string scheme) => scheme.TrimEnd(':').ToUpperInvariant() is "BEARER" or "DPOP" or "TOKEN" or "BASIC";

    // Base64 of {"…} begins with eyJ; base64 of that begins with ZXlK.
    private static bool IsEncodedToken(string value)
    {
        if (!value.StartsWith("ZXlK", StringComparison.Ordinal) || value.Contains('.', StringComparison.Ordinal))
            return false;
        Span<byte> octets = new byte[value.Length];
        return Base64Url.IsValid(value) && Base64Url.TryDecodeFromChars(value, octets, out var length) && octets[..length].Count((byte)'.') >= 2;
    }

    [GeneratedRegex(@"^(undefined|null|nil|NaN|None|\[object \w+\]|\$\w+|\$\{[^}]*\}|\$\([^)]*\)|\{\{?[\w .:-]*\}?\}|<[\w .:-]*>|%\w+%|\[[\w .-]*(token|key|secret|password)[\w .-]*\])$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfilled();

    [GeneratedRegex(@"^(<?((your|my|insert|put|the|some|paste|replace|enter)[-_ ]?)*((api|access|auth|bearer|secret|jwt|id|refresh|oauth|personal|session)[-_ ]?)*(token|key|jwt|credentials|change-?me)([-_ ]?(here|value|goes here))?>?)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Noun();
}
