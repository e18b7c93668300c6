using System.Globalization;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>The client's side: answers one challenge once. <see cref="DigestProver"/> answers for many requests.</summary>
public static class DigestResponder
{
    /// <summary>Credentials for one request; null when the challenge can't be answered, or names an algorithm or qualities of protection that are unknown.</summary>
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
        if (DigestDemand.Read(challenge, out _) is not { Algorithm: { } algorithm } demand || !(demand.OffersAuth || demand.OffersAuthInt))
            return null;

        var isInt = demand.OffersAuthInt && (content is not null || !demand.OffersAuth);
        Span<byte> contentHex = stackalloc byte[DigestHash.MaxHex];
        contentHex = isInt ? contentHex[..algorithm.HexLength] : default;
        if (isInt)
            DigestHash.Data(algorithm, content.GetValueOrDefault().Span, contentHex);
        var parts = new DigestParts(uri, demand.Nonce, count.ToString("x8", CultureInfo.InvariantCulture), cnonce, isInt ? "auth-int" : "auth");
        return CredentialsReader.Read(new DigestProver(demand, login).Authorization(method, parts, contentHex)).Credentials;
    }
}
