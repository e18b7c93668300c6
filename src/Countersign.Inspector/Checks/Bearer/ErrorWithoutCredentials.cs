using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ErrorWithoutCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/error-without-credentials",
        Severity.Warning,
        "An error code although nothing was sent",
        "A client that only did not know that it needs a token takes the code for a fault of its token, and may throw a good one away.",
        new("RFC 6750 §3.1", "SHOULD NOT"),
        Fault.Origin,
        "Without credentials send the scheme and realm alone: Bearer realm=\"api\".")
    {
        Remedy = Remedy.Bearer,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (Where(exchange, view) is { } found)
            yield return Found($"The request showed no credentials, and the challenge says {found.Parameter}=\"{found.Offer.Find(found.Parameter)}\".", found.Offer.At(found.Parameter));
    }

    /// <summary>The challenge and parameter that speak of an error although the request showed no credentials; null for none.</summary>
    public static (Offer Offer, string Parameter)? Where(Exchange exchange, RecordingView view)
    {
        // A cookie of any name may have been what was judged; a nonce is asked for whatever was sent (RFC 9449 §9).
        if (exchange.Request is not { } request || view.Recording.Omits(Omissions.Credentials) || request.Fields.Has("Cookie") || request.Credentials.Any(each => each.Place != CredentialsPlace.ProxyAuthorization))
            return null;
        foreach (var offer in view.Offers(exchange).Where(offer => offer.Is("Bearer", "DPoP") && !offer.Field.IsProxy && offer.Find("error") != "use_dpop_nonce"))
        {
            foreach (var name in (string[])["error", "error_description", "error_uri"])
            {
                if (offer.Find(name) is not null)
                    return (offer, name);
            }
        }

        return null;
    }
}
