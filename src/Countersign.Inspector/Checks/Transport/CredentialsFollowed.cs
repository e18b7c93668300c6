using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class CredentialsFollowed : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/credentials-followed",
        Severity.Error,
        "Credentials sent along to another origin",
        "A redirect leads to whom the first server likes. A client that takes its credentials along gives them to anybody who can make it redirect.",
        new("RFC 9110 §15.4", "SHOULD"),
        Fault.Client,
        "Redirect within the origin, so that no client has to choose.")
    {
        CallerFix = "Take Authorization off when a redirect leads to another origin; then change the credentials that went there.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request is not { Url: { } url } request || Redirects.To(exchange, view) is not { } from)
            yield break;

        // From http to https of the same host nobody new gets them.
        var isUpgrade = from.Request!.Url!.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase) && url.Scheme == Uri.UriSchemeHttps;
        if (isUpgrade || Redirects.IsSameOrigin(from.Request.Url, url))
            yield break;
        foreach (var sent in from.Request.Credentials.Where(shown => shown.Place is CredentialsPlace.Authorization or CredentialsPlace.Field && !shown.IsRedacted))
        {
            if (request.Credentials.Any(shown => shown.Place == sent.Place && shown.Mark == sent.Mark))
                yield return Found($"{from.Request.Url.Authority} sent the client to {url.Authority}, and it sent the same {sent.Name} there.", Seen.Request(exchange, sent.Name), Seen.Response(from, "Location")) with
                {
                    Severity = IsWithin(from.Request.Url.Host, url.Host) || IsWithin(url.Host, from.Request.Url.Host) ? Severity.Warning : Severity.Error,
                    Changes = [new(RequestChangeKind.RemoveField, sent.Name)],
                };
        }
    }

    // From example.com to www.example.com: mostly the same owner.
    private static bool IsWithin(string host, string other) => host.EndsWith($".{other}", StringComparison.OrdinalIgnoreCase);
}
