using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Wire;

namespace Countersign.Inspector.Intake;

/// <summary>Takes credentials out of Authorization and Proxy-Authorization (RFC 9110 §11.6.2) and other places, and keeps what can be said about them.</summary>
/// <param name="marks">Marks secrets.</param>
internal sealed class CredentialsIntake(Marks marks)
{
    /// <summary>Credentials that a field's value has behind a scheme.</summary>
    public PresentedCredentials OfField(CredentialsPlace place, string name, string value)
    {
        var reading = CredentialsReader.Read(value);
        var (scheme, rest) = Split(value);
        var slips = Slips.Of(scheme, rest, value);
        var presented = new PresentedCredentials
        {
            Place = place,
            Name = name,
            Scheme = slips.Contains(CredentialsSlip.MissingScheme) ? null : scheme,
            Mark = marks.Of(value),
            Length = value.Length,
            Faults = reading.Faults,
            Slips = slips,
        };
        return scheme.ToUpperInvariant() switch
        {
            "BASIC" => presented with { Basic = BasicReading.Of(rest, out var isBlankAtEnd), Slips = isBlankAtEnd ? slips.Add(CredentialsSlip.TrailingWhitespace) : slips },
            "DIGEST" => presented with { DigestParams = reading.Credentials?.Params ?? [] },
            _ when slips.Contains(CredentialsSlip.MissingScheme) => presented with { Token = TokenReading.Of(value.Trim()) },
            _ => rest.Length == 0 ? presented : presented with { Token = TokenReading.Of(Slips.WithoutThem(rest)) },
        };
    }

    /// <summary>A key or token that stands somewhere by itself.</summary>
    public PresentedCredentials OfValue(CredentialsPlace place, string name, string value) => new()
    {
        Place = place,
        Name = name,
        Mark = marks.Of(value),
        Length = value.Length,
        Slips = Slips.Of(null, value, value),
        Token = TokenReading.Of(Slips.WithoutThem(value)),
    };

    /// <summary>The value as it may be shown: scheme and what is no secret behind it.</summary>
    public static string Shown(string value, PresentedCredentials presented)
    {
        if (presented.Is("Digest") && !presented.DigestParams.IsEmpty)
            return $"{presented.Scheme} {string.Join(", ", presented.DigestParams.Select(each => $"{each.Name}={(each.Quoted ? $"\"{each.Value}\"" : each.Value)}"))}";
        return presented.Scheme is { Length: > 0 } scheme && value.Length > scheme.Length ? $"{scheme} ***" : "***";
    }

    private static (string Scheme, string Argument) Split(string value)
    {
        var end = value.AsSpan().IndexOfAny(" \t");
        return end < 0 ? (value, "") : (value[..end], value[end..].TrimStart(' ', '\t'));
    }
}
