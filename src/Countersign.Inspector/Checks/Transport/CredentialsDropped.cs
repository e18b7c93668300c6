using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class CredentialsDropped : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/credentials-dropped",
        Severity.Warning,
        "The credentials were left behind at a redirect",
        "Clients rightly take Authorization off when they are sent to another origin. What is there asks for credentials, and gets none.",
        new("RFC 9110 §15.4", "SHOULD"),
        Fault.Client,
        "Redirect within the origin, or publish the address that answers.")
    {
        CallerFix = "Ask the last address itself, if its origin is to have the credentials.",
        Explains = true,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request: { Url: { } url } request } || view.ShowsCredentials(exchange) != false || Redirects.To(exchange, view) is not { } from)
            yield break;
        if (from.Request!.Credentials.FirstOrDefault(shown => shown.Place == CredentialsPlace.Authorization) is { } sent && !Redirects.IsSameOrigin(from.Request.Url!, url) && !request.Fields.Has("Authorization"))
            yield return Found($"{from.Request.Url!.Authority} was asked with {sent.Scheme ?? "Authorization"} and sent the client to {url.Authority}, which was asked without.", Seen.Status(exchange), Seen.Request(from, "Authorization"), Seen.Response(from, "Location")) with { Changes = [new(RequestChangeKind.SetUrl, "target", url.AbsoluteUri), Comparisons.Authorization(sent.Scheme ?? "")] };
    }
}
