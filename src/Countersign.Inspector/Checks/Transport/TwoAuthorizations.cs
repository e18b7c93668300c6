using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class TwoAuthorizations : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/two-authorizations",
        Severity.Error,
        "Two Authorization fields",
        "A request has one. Some servers take the first, some the last, some join them, and some answer 400.",
        new("RFC 9110 §5.3", "MUST NOT"),
        Fault.Client,
        "Answer 400 to such requests, and look for a proxy that adds its own beside the client's.")
    {
        CallerFix = "Send one: that of a scheme that the resource takes.",
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request is not { } request || request.Fields.All("Authorization") is not { Length: > 1 } values)
            yield break;
        var sent = request.Credentials.Where(shown => shown.Place == CredentialsPlace.Authorization).Select(shown => shown.Scheme ?? "?").ToList();
        var wanted = exchange.Response?.Fields.Challenges("WWW-Authenticate")?.Challenges.FirstOrDefault(challenge => sent.Contains(challenge.Scheme, StringComparer.OrdinalIgnoreCase))?.Scheme;
        yield return Found($"The request has {values.Length} Authorization fields ({string.Join(", ", sent)}).", Seen.Request(exchange, "Authorization")) with { Changes = wanted is null ? [] : [Comparisons.Authorization(wanted)] };
    }
}
