using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class SeveralPlaces : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/several-places",
        Severity.Error,
        "A token in more than one place",
        "The server can't tell which one is meant, and has to refuse.",
        new("RFC 6750 §2", "MUST NOT"),
        Fault.Client,
        "")
    {
        CallerFix = "Send it in Authorization alone.",
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        var tokens = exchange.Request?.Credentials.Where(IsToken).ToList() ?? [];
        if (tokens.Select(each => each.Place).Distinct().Count() < 2)
            yield break;
        var places = Names.List(tokens.Select(each => each.Place switch { CredentialsPlace.Query => "the query", CredentialsPlace.Form => "the form", _ => "Authorization" }).Distinct());
        yield return Found($"Access tokens stand in {places}.", [.. tokens.Select(each => CredentialsCheck.At(each, exchange))]);
    }

    private static bool IsToken(PresentedCredentials each) =>
        each.Place == CredentialsPlace.Authorization ? each.Is("Bearer") : each.Place is CredentialsPlace.Query or CredentialsPlace.Form && each.Name.Equals("access_token", StringComparison.OrdinalIgnoreCase);
}
