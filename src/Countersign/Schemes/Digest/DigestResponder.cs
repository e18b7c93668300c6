using System.Globalization;
using System.Text;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>The client's side: answers a challenge.</summary>
public static class DigestResponder
{
    /// <summary>Credentials for one request; null when the challenge names an algorithm or qualities of protection that are unknown.</summary>
    /// <param name="challenge">The Digest challenge.</param>
    /// <param name="login">Who asks.</param>
    /// <param name="method">The method, as sent.</param>
    /// <param name="uri">The request target, as sent.</param>
    /// <param name="cnonce">The client's own nonce.</param>
    /// <param name="count">How many requests were sent with this nonce, this one included.</param>
    /// <param name="content">The content; null when there is none or only <c>auth</c> is wanted.</param>
    public static Credentials? Respond(
        Challenge challenge, DigestLogin login, string method, string uri, string cnonce, uint count = 1, ReadOnlyMemory<byte>? content = null)
    {
        var algorithm = DigestAlgorithm.Find(challenge.Find("algorithm") ?? "MD5");
        var qop = ChooseQop(challenge.Find("qop") ?? "", preferContent: content is not null);
        if (algorithm is null || qop is null || challenge.Find("nonce") is not { } nonce)
            return null;

        var realm = challenge.Realm ?? "";
        var parts = new DigestParts(uri, nonce, count.ToString("x8", CultureInfo.InvariantCulture), cnonce, qop);
        Span<byte> contentHex = stackalloc byte[DigestHash.MaxHex];
        contentHex = qop == "auth-int" ? contentHex[..algorithm.HexLength] : default;
        if (!contentHex.IsEmpty)
            DigestHash.Data(algorithm, content.GetValueOrDefault().Span, contentHex);
        Span<byte> response = stackalloc byte[DigestHash.MaxHex];
        response = response[..algorithm.HexLength];
        DigestHash.FromSecret(algorithm, DigestHash.Secret(algorithm, login.User, realm, login.Password), method, parts, contentHex, response);

        var parameters = new List<AuthParam>(12);
        var hashesName = "true".Equals(challenge.Find("userhash"), StringComparison.OrdinalIgnoreCase);
        parameters.Add(hashesName ? new("username", DigestHash.Userhash(algorithm, login.User, realm))
            : Ascii.IsValid(login.User) ? new("username", login.User)
            : new("username*", ExtendedValue.Write(login.User), Quoted: false));
        parameters.Add(new("realm", realm));
        parameters.Add(new("nonce", nonce));
        parameters.Add(new("uri", uri));
        parameters.Add(new("response", Encoding.ASCII.GetString(response)));
        if (challenge.Find("algorithm") is not null)
            parameters.Add(new("algorithm", algorithm.Name, Quoted: false));
        parameters.Add(new("cnonce", cnonce));
        if (challenge.Find("opaque") is { } opaque)
            parameters.Add(new("opaque", opaque));
        parameters.Add(new("qop", qop, Quoted: false));
        parameters.Add(new("nc", parts.Count, Quoted: false));
        if (hashesName)
            parameters.Add(new("userhash", "true", Quoted: false));
        return new Credentials("Digest") { Params = [.. parameters] };
    }

    private static string? ChooseQop(string offered, bool preferContent)
    {
        var values = offered.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var offersAuth = values.Contains("auth", StringComparer.OrdinalIgnoreCase);
        var offersContent = values.Contains("auth-int", StringComparer.OrdinalIgnoreCase);
        if (offersContent && (preferContent || !offersAuth))
            return "auth-int";
        return offersAuth ? "auth" : null;
    }
}
