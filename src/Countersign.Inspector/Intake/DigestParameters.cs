using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Inspector.Intake;

/// <summary>The parameters of Digest credentials (RFC 7616 §3.4). None is a secret: the response proves one; but people write others among them, and an address may hold some.</summary>
internal static class DigestParameters
{
    private static readonly FrozenSet<string> Public = new[]
    {
        "username", "username*", "realm", "nonce", "uri", "response", "algorithm", "cnonce", "opaque", "qop", "nc", "userhash", "charset", "stale", "domain",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody hid nothing but the response: what it was made with can be looked at all the same.</summary>
    public static bool IsReadable(string? scheme, string value) =>
        "Digest".Equals(scheme, StringComparison.OrdinalIgnoreCase)
        && CredentialsReader.Read(value) is { IsValid: true, Credentials.Params: { IsEmpty: false } parameters }
        && parameters.All(each => each.Name.Equals("response", StringComparison.OrdinalIgnoreCase) || !Redaction.IsHidden(each.Value));

    public static ImmutableArray<AuthParam> Take(ImmutableArray<AuthParam> parameters, TextIntake text) =>
        [.. parameters.Select(each => Public.Contains(each.Name) ? Take(each, text) : each with { Value = "***" })];

    public static string Written(string scheme, ImmutableArray<AuthParam> parameters) => $"{scheme} {string.Join(", ", parameters.Select(Written))}";

    // People put their password behind their name.
    private static AuthParam Take(AuthParam parameter, TextIntake text) =>
        parameter.Name.Equals("username", StringComparison.OrdinalIgnoreCase) && parameter.Value.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon + 1 < parameter.Value.Length ? parameter with { Value = parameter.Value[..colon] + ":***" } :
        (parameter.Name.Equals("uri", StringComparison.OrdinalIgnoreCase) ? text.Take(parameter.Value) : text.TakeValue(parameter.Value)) is var shown && shown == parameter.Value ? parameter : parameter with { Value = shown };

    private static string Written(AuthParam parameter) =>
        parameter.Quoted
            ? $"{parameter.Name}=\"{parameter.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"{parameter.Name}={parameter.Value}";
}
