using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class CleartextCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/cleartext-credentials",
        Severity.Error,
        "Credentials sent without TLS",
        "Everybody on the way reads them, and can use them from then on. They are to be taken for known.",
        new("RFC 9110 §17.16.1"),
        Fault.Client,
        "Take no credentials over http: redirect to https before anything is asked for, and send Strict-Transport-Security.")
    {
        CallerFix = "Use https, and change the credentials that were sent.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (!Is(exchange) || view.Before(exchange).Any(Is))
            yield break;
        var url = exchange.Request!.Url!;
        var places = exchange.Request.Credentials.Where(IsReadable).Select(Words).Distinct().ToList();
        yield return Found($"The request goes to {url.Host} over http with credentials in {string.Join(" and ", places)}.", Seen.Target(exchange)) with { Changes = url.IsDefaultPort ? [new(RequestChangeKind.SetUrl, "target", new UriBuilder(url) { Scheme = Uri.UriSchemeHttps, Port = -1 }.Uri.AbsoluteUri)] : [] };
    }

    /// <summary>Whether credentials that can be read go where anybody reads them.</summary>
    public static bool Is(Exchange exchange) =>
        exchange.Request is { IsCleartext: true } request && exchange.Role != ExchangeRole.Connect && !Callers.IsLoopback(request.Url) && request.Credentials.Any(IsReadable);

    // How a client reaches its proxy is a matter between the two, as with CONNECT.
    // What proves a secret without showing it is not read off the wire. A short code in a query is mostly none.
    private static bool IsReadable(PresentedCredentials shown) =>
        !(shown.Is("Digest") || shown.Is("Negotiate") || shown.Is("NTLM") || shown.Is("HOBA") || shown.Is("Mutual") || shown.Is("SCRAM-SHA-256") || shown.Is("SCRAM-SHA-1") || shown.Is("Hawk") || shown.Is("AWS4-HMAC-SHA256"))
        && shown.Place is not (CredentialsPlace.Userinfo or CredentialsPlace.ProxyAuthorization) && !(shown.Place == CredentialsPlace.Query && shown.Length < 16) && !shown.Name.StartsWith("Signature", StringComparison.OrdinalIgnoreCase);

    private static string Words(PresentedCredentials shown) => shown.Place switch
    {
        CredentialsPlace.Cookie => $"the cookie {shown.Name}",
        CredentialsPlace.Query => $"the query ({shown.Name})",
        CredentialsPlace.Form => $"a form ({shown.Name})",
        _ => shown.Name,
    };
}
