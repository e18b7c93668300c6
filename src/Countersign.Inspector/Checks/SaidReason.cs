using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>Why a refusal says that it refuses, as far as its words are those of libraries in use.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Error">The code of the challenge, such as <c>invalid_token</c>; null for none.</param>
/// <param name="Shown">Where the words stand.</param>
internal sealed record SaidReason(ReasonKind Kind, string? Error, Evidence[] Shown)
{
    private const int MaxText = 2000;

    private static readonly string[] Members = ["error_description", "message", "detail", "reason", "error", "msg", "title"];

    // The first that fits counts: what is meant by "not active" depends on what it stands beside.
    private static readonly ImmutableArray<(ReasonKind Kind, string[] Words)> Table =
    [
        (ReasonKind.NoExpiry, ["no expiration", "missing exp", "exp claim is missing", "\"exp\" claim is required"]),
        (ReasonKind.Expired, ["token expired", "token has expired", "token is expired", "token-expired", "jwt expired", "jwt is expired", "signature has expired", "tokenexpired", "expired token", "expired jwt", "\"exp\" claim timestamp check failed"]),
        (ReasonKind.NotYetValid, ["not yet valid", "not valid before", "jwt not active", "used before", "not valid yet", "immature", "\"nbf\" claim timestamp"]),
        (ReasonKind.KeyUnknown,
            ["signature key was not found", "no matching key", "unable to find a signing key", "unable to find a key", "no applicable key", "doesn't have key to match", "does not have key to match", "unknown kid", "key not found", "signing key not found", "no suitable key", "jwks remote fetch", "key that its issuer does not publish"]),
        (ReasonKind.Algorithm, ["algorithm is not taken", "invalid algorithm", "algorithm not allowed", "alg value is not allowed", "\"alg\" (algorithm) header parameter", "signing method"]),
        (ReasonKind.Signature, ["signature is invalid", "invalid signature", "signature verification", "jwt verification fails", "signature validation failed", "verification error", "bad signature", "signature mismatch", "signature is not its issuer's"]),
        (ReasonKind.Audience, ["audience", "aud claim", "\"aud\"", "invalid aud", "aud is not"]),
        (ReasonKind.Issuer, ["issuer", "iss claim", "\"iss\"", "invalid iss"]),
        (ReasonKind.Revoked, ["revoked", "token is not active", "token not active", "token is inactive", "inactive token", "token inactive"]),
        (ReasonKind.Unseen,
            ["credentials were not provided", "no authorization token was found", "no auth token", "no token provided", "token not provided", "missing authorization header", "authorization header is missing", "authorization header missing", "authorization header is required",
                "no authorization header", "authorization header not found", "jwt is missing", "missing bearer token", "bearer token is missing", "bearer token not found", "missing token", "token is missing", "full authentication is required", "no credentials", "missing credentials", "not authenticated"]),
    ];

    /// <summary>What a refusal says.</summary>
    public static SaidReason Of(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 400 or 401 or 403, Response: { } response })
            return new(ReasonKind.None, null, []);
        var offers = view.Offers(exchange).Where(offer => offer.Is("Bearer", "DPoP") && !offer.Field.IsProxy).ToList();
        var error = offers.Select(offer => offer.Find("error")).FirstOrDefault(each => each is not null);
        foreach (var offer in offers)
        {
            if (offer.Find("error_description") is { } said && KindOf(said) is not ReasonKind.None and var kind)
                return new(kind, error, [offer.At("error_description")]);
        }

        return InContent(exchange, response, error) ?? new(ReasonKind.None, error, []);
    }

    private static SaidReason? InContent(Exchange exchange, RecordedResponse response, string? error)
    {
        if (response.Content.IsEmpty)
            return null;
        var type = response.Fields.First("Content-Type");
        if (JsonContent.Object(response) is { } content)
        {
            foreach (var member in Members)
            {
                if (JsonContent.Text(content, member) is { } said && KindOf(said) is not ReasonKind.None and var kind)
                    return new(kind, error, [At(exchange, response, said)]);
            }
        }
        else if (!Callers.IsHtml(type) && !Callers.IsJson(type) && response.Content.Text is { Length: < 300 } text && KindOf(text) is not ReasonKind.None and var kind)
        {
            return new(kind, error, [At(exchange, response, text)]);
        }

        return null;
    }

    private static Evidence At(Exchange exchange, RecordedResponse response, string said) =>
        response.Content.Text.IndexOf(said, StringComparison.Ordinal) is >= 0 and var start ? Seen.Content(exchange, start, said.Length) : Seen.Content(exchange, 0, 0);

    private static ReasonKind KindOf(string text)
    {
        if (text.Length > MaxText)
            return ReasonKind.None;
        foreach (var (kind, words) in Table)
        {
            foreach (var word in words)
            {
                if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                    return kind;
            }
        }

        return ReasonKind.None;
    }
}
