using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class BasicNotUtf8 : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/basic-not-utf8",
        Severity.Warning,
        "Not encoded as the server wants",
        "The challenge says that names and passwords are read as UTF-8; these are encoded otherwise, and so are others than were typed.",
        new("RFC 7617 §2.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Encode the user-id and the password as UTF-8.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (!presented.Is("Basic") || presented.Basic is not { Fault: null, IsUtf8: false })
            yield break;
        if (view.Before(exchange).Prepend(exchange).SelectMany(each => view.Offers(each, "Basic")).FirstOrDefault(offer => "UTF-8".Equals(offer.Find("charset"), StringComparison.OrdinalIgnoreCase)) is { } asked)
            yield return FoundIn(presented, exchange, "The user-id or the password is not UTF-8, and the challenge says that UTF-8 is read.") with { Evidence = [At(presented, exchange), asked.At("charset")] };
    }
}
