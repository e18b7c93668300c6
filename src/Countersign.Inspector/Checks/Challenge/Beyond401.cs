using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class Beyond401 : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/beyond-401",
        Severity.Info,
        "A challenge with another status",
        "It is allowed: it says that with credentials, or with others, the answer may be another.",
        new("RFC 9110 §11.6.1", "MAY"),
        Fault.Nobody,
        "");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is 0 or 401 or 407 || view.Challenges(exchange).FirstOrDefault(field => !field.IsProxy) is not { Offers.IsEmpty: false } field)
            yield break;

        // The last leg of Negotiate, and errors of Bearer and DPoP, have a meaning of their own.
        if (field.Offers.Any(offer => offer.Token68 is not null || offer.Find("error") is not null))
            yield break;
        yield return Found($"The answer is {exchange.Status} and offers {Names.Of(field.Offers)}: with credentials the answer may be another.", field.Whole());
    }
}
