using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class CredentialsNotSeen : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/credentials-not-seen",
        Severity.Error,
        "The credentials were sent and not seen",
        "Something between takes the Authorization field off, or the server does not hand it to the application: CGI, FastCGI and WSGI leave it out unless told otherwise, and proxies that sign people in keep it for themselves.",
        new("RFC 9110 §11.6.2", "MUST NOT"),
        Fault.Proxy,
        "Let the field through: CGIPassAuth On or WSGIPassAuthorization On for Apache, proxy_set_header Authorization $http_authorization for nginx, and no rule that removes it.")
    {
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401 or 403, Request: { } request } || view.Said(exchange) is not { Kind: ReasonKind.Unseen } said)
            yield break;
        if (request.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization && !each.IsRedacted) is not { Scheme: { } scheme } sent || SlipCheck.Gravest(sent) is not null || !sent.Faults.IsEmpty)
            yield break;

        // Who is asked for another scheme sees none of its own.
        var offers = view.Offers(exchange).Where(offer => !offer.Field.IsProxy).ToList();
        if (offers.Count == 0 || offers.Exists(offer => offer.Is(scheme)))
            yield return Found($"The request has credentials ({scheme}), and the answer says that there are none.", [CredentialsCheck.At(sent, exchange), .. said.Shown]) with { Certainty = Certainty.Likely };
    }
}
