using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Wire;

namespace Countersign.Inspector.Intake;

/// <summary>Takes credentials out of Authorization and Proxy-Authorization (RFC 9110 §11.6.2) and other places, and keeps what can be said about them.</summary>
/// <param name="marks">Marks secrets.</param>
/// <param name="known">Remembers them.</param>
/// <param name="text">Takes secrets out of any text.</param>
internal sealed class CredentialsIntake(Marks marks, KnownSecrets known, TextIntake text)
{
    private const int MaxRemembered = 256;

    // The same token comes with each request.
    private readonly Dictionary<(CredentialsPlace Place, string Name, string Value), (PresentedCredentials Presented, string Shown)> _seen = [];

    /// <summary>What can be said, and the value as it may be shown: the scheme and what is no secret behind it.</summary>
    public (PresentedCredentials Presented, string Shown) OfField(CredentialsPlace place, string name, string value)
    {
        if (_seen.TryGetValue((place, name, value), out var taken))
        {
            // By then others may have taken its place among those that are known.
            if (!taken.Presented.Is("Digest"))
                Remember(SchemeName.Of(value, out var rest), rest);
            return taken;
        }

        taken = Take(place, name, value);

        // The mark of what is hidden is equal to no other.
        if (!taken.Presented.IsRedacted && _seen.Count < MaxRemembered)
            _seen.Add((place, name, value), taken);
        return taken;
    }

    private (PresentedCredentials Presented, string Shown) Take(CredentialsPlace place, string name, string value)
    {
        var scheme = SchemeName.Of(value, out var rest);
        var presented = new PresentedCredentials { Place = place, Name = name, Scheme = scheme, Mark = "", Length = value.Length };
        if (Redaction.IsHidden(rest) && !DigestParameters.IsReadable(scheme, value))
            return (presented with { IsRedacted = true, Mark = Marks.OfNothing() }, scheme is null ? "***" : $"{scheme} ***");

        var reading = CredentialsReader.Read(value);
        presented = presented with { Faults = reading.Faults, Slips = Slips.OfField(scheme, rest), Mark = marks.Of(Secret(scheme, rest)) };
        if (scheme?.Equals("Digest", StringComparison.OrdinalIgnoreCase) == true && reading.Credentials is { Params: { IsEmpty: false } parameters })
        {
            var shown = DigestParameters.Take(parameters, text);
            return (presented with { DigestParams = shown }, shown.SequenceEqual(parameters) && reading.Faults.IsEmpty ? value : DigestParameters.Written(scheme, shown));
        }

        Remember(scheme, rest);
        presented = scheme?.Equals("Basic", StringComparison.OrdinalIgnoreCase) == true ? WithBasic(presented, rest) : rest.Length == 0 ? presented : presented with { Token = TokenOf(rest) };
        return (presented, scheme is null ? (value.Length == 0 ? "" : "***") : rest.Length == 0 ? scheme : value.Length > scheme.Length && value[scheme.Length] is ' ' or '\t' ? $"{scheme} ***" : $"{scheme}***");
    }

    /// <summary>A key or token that stands somewhere by itself.</summary>
    public PresentedCredentials OfValue(CredentialsPlace place, string name, string value)
    {
        var presented = new PresentedCredentials { Place = place, Name = name, Mark = "", Length = value.Length };
        if (Redaction.IsHidden(value))
            return presented with { IsRedacted = true, Mark = Marks.OfNothing() };
        var scheme = SchemeName.Of(value, out var rest);
        if (scheme is not null && !SchemeName.IsKnown(scheme))
            (scheme, rest) = (null, value);
        Remember(scheme, rest);
        if (place is CredentialsPlace.Form or CredentialsPlace.Query or CredentialsPlace.Field && !SecretNames.IsForgeryDefence(name))
            known.AddTyped(rest.Trim());
        return presented with { Scheme = scheme, Mark = marks.Of(Secret(scheme, rest)), Slips = Slips.OfValue(rest, SecretNames.IsPassword(name)), Token = value.Length == 0 ? null : TokenOf(rest) };
    }

    /// <summary>The userinfo of an address, and it as it may be shown: a user-id, but not one that is a key.</summary>
    public (PresentedCredentials Presented, string Shown) OfUserinfo(string userinfo)
    {
        var plain = Uri.UnescapeDataString(userinfo);
        known.Add(plain);
        var presented = new PresentedCredentials { Place = CredentialsPlace.Userinfo, Name = "userinfo", Mark = "", Length = userinfo.Length };
        if (Redaction.IsHidden(plain))
            return (presented with { IsRedacted = true, Mark = Marks.OfNothing() }, "***");
        var facts = BasicReading.OfText(plain, known);
        presented = presented with { Mark = marks.Of(plain), Basic = facts };
        var colon = userinfo.IndexOf(':', StringComparison.Ordinal);
        return (presented, facts.User is null or "***" || colon < 0 ? "***" : $"{userinfo[..colon]}:***");
    }

    /// <summary>Remembers a secret of which nothing is said.</summary>
    public void Remember(string secret) => known.Add(secret.Trim());

    private PresentedCredentials WithBasic(PresentedCredentials presented, string rest)
    {
        if (rest.Length == 0)
            return presented;
        var facts = BasicReading.Of(Slips.WithoutThem(rest), known, out var isBlankAtEnd, out var isDoubled);
        var slips = presented.Slips;
        if (isBlankAtEnd && !slips.Contains(CredentialsSlip.TrailingWhitespace))
            slips = slips.Add(CredentialsSlip.TrailingWhitespace);
        if (isDoubled)
            slips = slips.Add(CredentialsSlip.DoubledEncoding);
        return presented with { Basic = facts, Slips = slips };
    }

    private TokenFacts TokenOf(string rest) => TokenReading.Of(Slips.WithoutThem(rest), text);

    private void Remember(string? scheme, string rest)
    {
        known.Add(rest.Trim());

        // Who repeats base64 may leave the padding off.
        known.Add(rest.Trim().TrimEnd('='));
        if (Slips.WithoutThem(rest) is var bare && bare.Length != rest.Length)
            known.Add(bare);
        if (scheme is null || rest.Contains('"', StringComparison.Ordinal))
            return;
        foreach (var part in rest.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
            known.Add(part);
    }

    // The same user-id and password in an address and in Basic are the same secret, and so is a token behind two schemes.
    private static string Secret(string? scheme, string rest)
    {
        var bare = Slips.WithoutThem(rest);
        return scheme?.Equals("Basic", StringComparison.OrdinalIgnoreCase) == true && BasicReading.Decoded(bare) is { } decoded ? decoded : bare;
    }
}
