using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class TokenInQuery : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/token-in-query",
        Severity.Warning,
        "A token in the address",
        "Addresses stand in histories, logs and Referer fields; whoever reads them has the token.",
        new("RFC 6750 §2.3; RFC 9700 §4.3.2", "MUST NOT"),
        Fault.Client,
        "Take no tokens from the query.")
    {
        CallerFix = "Send it as Authorization: Bearer.",
    };

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // In more than one place: credentials/several-places.
        if (exchange.Request is not { } request || request.Credentials.Any(each => each.Place == CredentialsPlace.Authorization && each.Is("Bearer")) || !request.Credentials.Any(each => each.Place == CredentialsPlace.Query && each.Name.Equals("access_token", StringComparison.OrdinalIgnoreCase)))
            yield break;
        yield return Found("The access token stands in the query.", new Evidence(exchange.Index, "target", request.Target)) with
        {
            Changes = [.. WithoutToken(request.Target) is { } target ? (RequestChange[])[new(RequestChangeKind.SetUrl, "target", target)] : [], new(RequestChangeKind.SetField, "Authorization", "Bearer $TOKEN")],
        };
    }

    private static string? WithoutToken(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;
        var rest = target[(query + 1)..].Split('&').Where(part => !part.StartsWith("access_token=", StringComparison.OrdinalIgnoreCase)).ToList();
        return rest.Count == 0 ? target[..query] : $"{target[..query]}?{string.Join('&', rest)}";
    }
}
