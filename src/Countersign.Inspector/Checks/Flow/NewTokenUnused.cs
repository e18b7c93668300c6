using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class NewTokenUnused : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/new-token-unused",
        Severity.Error,
        "A new token was got, and the old one is sent on",
        "The client renewed its token after a refusal and went on with the one that was refused.",
        Requirement.Practice,
        Fault.Client,
        "Nothing.")
    {
        CallerFix = "Send the new token.",
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status != 401 || view.Flow.Grants.Count == 0 || Sent(exchange) is not { } sent)
            yield break;
        var grant = view.Flow.Grants.LastOrDefault(each => each.Status == 200 && each.Index < exchange.Index && Comparisons.IsAfter(exchange, each));
        if (grant is null || view.Before(exchange).FirstOrDefault(other => other.Status == 401 && Sent(other)?.Mark == sent.Mark) is not { } refused || refused.Index > grant.Index)
            yield break;
        yield return Found("This token was refused, a new one was got, and the refused one was sent once more.", CredentialsCheck.At(sent, exchange), Seen.Status(refused), Seen.Target(grant)) with { Certainty = Certainty.Likely, Changes = [Comparisons.Authorization(sent.Scheme ?? "Bearer")] };
    }

    private static PresentedCredentials? Sent(Exchange exchange) => exchange.Request?.Credentials.FirstOrDefault(each => each is { Place: CredentialsPlace.Authorization, IsRedacted: false } && (each.Is("Bearer") || each.Is("DPoP")));
}
