using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Wire;

namespace Countersign.Inspector.Probes;

/// <summary>Makes credentials in good order that nobody has.</summary>
internal static class WrongCredentials
{
    /// <summary>Whether some can be made for a scheme.</summary>
    public static bool Knows(string scheme) => scheme.ToUpperInvariant() is "BASIC" or "BEARER" or "DIGEST" or "APIKEY" or "TOKEN";

    /// <summary>The field and its value.</summary>
    /// <param name="challenge">The challenge that they answer; null where nobody asked.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="target">Its target.</param>
    /// <param name="user">The name of a user; null for one that nobody has.</param>
    public static (string Name, string Value) For(Challenge? challenge, string scheme, string target, string? user = null)
    {
        user ??= $"countersign-probe-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        return scheme.ToUpperInvariant() switch
        {
            "BASIC" => ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Random()}"))}"),
            "DIGEST" => ("Authorization", Digest(challenge, target, user)),
            "APIKEY" => (FieldOf(challenge), Random()),
            _ => ("Authorization", $"{scheme} {Random()}"),
        };
    }

    private static string FieldOf(Challenge? challenge) => challenge?.Find("header") is { Length: > 0 and < 64 } name && WireChars.IsToken(name) ? name : "X-API-Key";

    // A response of the right length, which is that of nothing.
    private static string Digest(Challenge? challenge, string target, string user)
    {
        var algorithm = challenge?.Find("algorithm");
        var length = algorithm?.StartsWith("SHA", StringComparison.OrdinalIgnoreCase) == true ? 64 : 32;
        var text = new StringBuilder($"Digest username={Quoted(user)}, realm={Quoted(challenge?.Find("realm") ?? "")}, nonce={Quoted(challenge?.Find("nonce") ?? "")}, uri={Quoted(target)}, response=\"{RandomNumberGenerator.GetHexString(length, lowercase: true)}\"");
        if (algorithm is not null)
            text.Append(CultureInfo.InvariantCulture, $", algorithm={algorithm}");
        if (challenge?.Find("opaque") is { } opaque)
            text.Append(CultureInfo.InvariantCulture, $", opaque={Quoted(opaque)}");
        return text.Append(CultureInfo.InvariantCulture, $", qop=auth, nc=00000001, cnonce=\"{RandomNumberGenerator.GetHexString(16, lowercase: true)}\"").ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Random() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
