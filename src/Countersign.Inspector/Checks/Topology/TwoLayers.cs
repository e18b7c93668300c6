using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class TwoLayers : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/two-layers",
        Severity.Error,
        "Two servers want the one Authorization field",
        "A request has one Authorization field. Where a server in front asks for one scheme and the application behind it for another, whoever satisfies the one is refused by the other.",
        new("RFC 9110 §11.6.2"),
        Fault.Proxy,
        "Let one of them judge by another field, a cookie or a client certificate, or let the front put the credentials for the application on.")
    {
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials | Traits.Challenge | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status != 401 || Sent(exchange) is not { Scheme: { } scheme } || !Offers(exchange, view, out var offers) || offers.Exists(offer => offer.Is(scheme)))
            yield break;
        foreach (var other in view.OtherTries(exchange).Where(each => each.Status == 401 && each.Index < exchange.Index))
        {
            if (Sent(other) is not { Scheme: { } theirs } || !offers.Exists(offer => offer.Is(theirs)) || !Offers(other, view, out var others) || !others.Exists(offer => offer.Is(scheme)) || others.Exists(offer => offer.Is(theirs)))
                continue;
            yield return Found($"With {scheme} this address asks for {Names.Of(offers)}, and with {theirs} for {Names.Of(others)}: two servers behind each other judge the same field.", Seen.Response(exchange, "WWW-Authenticate"), Seen.Response(other, "WWW-Authenticate"), Seen.Request(exchange, "Authorization"));
            yield break;
        }
    }

    private static PresentedCredentials? Sent(Exchange exchange) => exchange.Request?.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization);

    private static bool Offers(Exchange exchange, RecordingView view, out List<Offer> offers)
    {
        offers = [.. view.Offers(exchange).Where(offer => !offer.Field.IsProxy)];
        return offers.Count > 0;
    }
}
