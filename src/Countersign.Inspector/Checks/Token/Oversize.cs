using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Oversize : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/oversize",
        Severity.Warning,
        "A token that is longer than many servers take",
        "nginx and Apache take lines of 8 KiB, Node.js 16 KiB for all fields together. What is longer is refused before anybody looks at it.",
        new("RFC 9110 §5.4"),
        Fault.IdentityProvider,
        "Put fewer claims into the token, above all groups and roles; or raise the limit at every server on the way.")
    {
        Hides = true,
    };

    // A field line of 8 KiB with its name.
    private const int Most = 8150;

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.Presented is not { Place: CredentialsPlace.Authorization or CredentialsPlace.Field } presented || presented.Length <= Most)
            yield break;
        var isSaid = exchange.Status is 431 or 494 or 413 or 400;
        if (isSaid || IsFirst(token, view))
            yield return FoundIn(token, isSaid ? exchange.Status is 431 or 494 ? Certainty.Proved : Certainty.Likely : Certainty.NotDecided, $"makes the field {presented.Name} {presented.Length} characters long{(isSaid ? $", and the answer is {exchange.Status}" : "")}.", Seen.Status(exchange)) with { Severity = isSaid ? Severity.Error : exchange.Status is >= 200 and < 400 ? Severity.Info : Severity.Warning, Explains = isSaid };
    }
}
