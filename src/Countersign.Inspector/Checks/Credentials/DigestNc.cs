using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestNc : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-nc",
        Severity.Error,
        "A count that does not count",
        "nc counts the requests with one nonce in eight hexadecimal digits. A count that was there before looks like a replay.",
        new("RFC 7616 §3.4", "MUST"),
        Fault.Client,
        "")
    {
        CallerFix = "Begin with 00000001 for each nonce, and add one for each request.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (DigestNames.Param(presented, "nc") is not { } count)
            yield break;
        if (count.Length != 8 || !count.All(char.IsAsciiHexDigit))
            yield return FoundIn(presented, exchange, $"nc={count} is not made of eight hexadecimal digits.");
        else if (DigestNames.Param(presented, "nonce") is { } nonce && Earlier(presented, exchange, view, nonce, count) is { } earlier)
            yield return FoundIn(presented, exchange, $"nc={count} was sent with this nonce before.") with { Evidence = [At(presented, exchange), At(earlier.Credentials, earlier.Exchange)] };
    }

    private static (Exchange Exchange, PresentedCredentials Credentials)? Earlier(PresentedCredentials presented, Exchange exchange, RecordingView view, string nonce, string count)
    {
        foreach (var other in view.Before(exchange))
        {
            foreach (var each in other.Request!.Credentials)
            {
                if (each.Place == presented.Place && DigestNames.Param(each, "nonce") == nonce && count.Equals(DigestNames.Param(each, "nc"), StringComparison.OrdinalIgnoreCase))
                    return (other, each);
            }
        }

        return null;
    }
}
