using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of addresses: userinfo, and parameters of query and fragment.</summary>
/// <param name="credentials">Reads credentials.</param>
/// <param name="text">Takes secrets out of any text.</param>
internal sealed class TargetIntake(CredentialsIntake credentials, TextIntake text)
{
    /// <summary>The address as it may be shown, and what was in it.</summary>
    public (string Shown, ImmutableArray<PresentedCredentials> Found) Take(string target)
    {
        var found = ImmutableArray.CreateBuilder<PresentedCredentials>();
        var shown = TakeParameters(TakeParameters(TakeUserinfo(target, found), '?', found), '#', found);
        return (PathSecrets.HideCapabilities(TakeRest(shown)), found.DrainToImmutable());
    }

    private string TakeUserinfo(string target, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var start = target.IndexOf("//", StringComparison.Ordinal);
        if (start < 0 || (start > 0 && target[start - 1] != ':'))
            return target;
        start += 2;
        var end = target.AsSpan(start).IndexOfAny("/?#");
        var at = target.LastIndexOf('@', (end < 0 ? target.Length : start + end) - 1);

        // A password may hold a slash where somebody forgot to encode it.
        if (at < start && end >= 0 && target.AsSpan(start, end).Contains(':') && !IsPort(target.AsSpan(start, end)))
            at = target.LastIndexOf('@');
        if (at < start)
            return target;
        var (presented, shown) = credentials.OfUserinfo(target[start..at]);
        found.Add(presented);
        return $"{target[..start]}{shown}@{target[(at + 1)..]}";
    }

    private static bool IsPort(ReadOnlySpan<char> authority) => !authority[(authority.LastIndexOf(':') + 1)..].ContainsAnyExceptInRange('0', '9') || authority.EndsWith("]");

    private string TakeParameters(string target, char mark, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var start = target.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
            return target;
        var end = mark == '?' && target.IndexOf('#', start) is > 0 and var fragment ? fragment : target.Length;
        var parts = target[(start + 1)..end].Split('&');
        for (var i = 0; i < parts.Length; i++)
            parts[i] = TakeParameter(parts[i], found);
        return target[..(start + 1)] + string.Join('&', parts) + target[end..];
    }

    private string TakeParameter(string part, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return part;
        var (name, value) = (Uri.UnescapeDataString(part[..equals]), Uri.UnescapeDataString(part[(equals + 1)..].Replace('+', ' ')));
        if (SecretNames.IsParameter(name) || (SecretNames.IsMaybeParameter(name) && SecretValue.LooksOpaque(value)))
        {
            var presented = credentials.OfValue(CredentialsPlace.Query, part[..equals], value);
            if (value.Length > 0 && !SecretNames.IsForgeryDefence(name))
                found.Add(presented);
            return value.Length == 0 ? part : $"{part[..equals]}=***";
        }

        if (IsUserAndHost(value))
            return $"{part[..equals]}=***";

        // Something else, such as an address or JSON, with a secret in it.
        return text.Take(value) == value ? part : $"{part[..equals]}=***";
    }

    // joe:password@host: mailto:joe@host names somebody.
    private static bool IsUserAndHost(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon + 1 < value.Length && value[colon + 1] != '/' && value.IndexOf('@', colon) is > 0 and var at && at + 1 < value.Length && at > colon + 1 && value.AsSpan(0, colon).ContainsAnyExceptInRange('0', '9')
            && !value.AsSpan().ContainsAny(' ', ',') && value[..colon].ToUpperInvariant() is not ("MAILTO" or "SIP" or "SIPS" or "ACCT" or "XMPP" or "IM" or "TEL" or "URN" or "EMAIL" or "FROM" or "TO");
    }

    // Twice encoded values show what they hold only when they are decoded.
    private string TakeRest(string shown)
    {
        var plain = text.Take(shown);
        if (plain != shown || !shown.Contains("%25", StringComparison.Ordinal))
            return plain;
        var decoded = Uri.UnescapeDataString(Uri.UnescapeDataString(shown));
        return text.Take(decoded) == decoded ? shown : text.Take(decoded);
    }
}
