using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed partial class RealmLeaks : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/realm-leaks",
        Severity.Info,
        "A realm that tells about the inside",
        "Anybody who asks gets to see it.",
        Requirement.Practice,
        Fault.Origin,
        "Name the realm by what people know: the site or the service.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var offer in view.Offers(exchange))
        {
            if (offer.Realm is not { } realm)
                continue;
            if (PrivateAddress().Match(realm) is { Success: true } address)
                yield return Found($"The realm shows an address of the inner network, {address.Value}.", offer.At("realm"));
            else if (FilePath().Match(realm) is { Success: true } path)
                yield return Found($"The realm shows a path of the server's files, {path.Value}.", offer.At("realm"));
            else if (!realm.Contains("://", StringComparison.Ordinal) && Product().Match(realm) is { Success: true } product)
                yield return Found($"The realm shows which program answers, and its version: {product.Value}.", offer.At("realm"));
        }
    }

    // RFC 1918
    [GeneratedRegex(@"(?<![\d.])(10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2})(?![\d.])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PrivateAddress();

    [GeneratedRegex(@"(?<![\w/])/(var|home|etc|usr|srv|opt)/[\w./-]+|\b[A-Z]:\\[\w\\. -]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FilePath();

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z-]{2,40}/\d{1,9}\.\d+[\w.]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Product();
}
