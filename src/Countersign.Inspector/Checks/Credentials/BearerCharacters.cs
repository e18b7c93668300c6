using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class BearerCharacters : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/bearer-characters",
        Severity.Error,
        "Not a token",
        "A bearer token is made of letters, digits and -._~+/, with = at its end.",
        new("RFC 6750 §2.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Send the token as it was issued.",
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {

        if (IsField(presented) && (presented.Is("Bearer") || presented.Is("DPoP")) && SlipCheck.Gravest(presented) is null && presented.Faults.FirstOrDefault(fault => fault.Kind is not "bws-around-equals") is { Kind: { } kind })
            yield return FoundIn(presented, exchange, kind == "credentials-list" ? $"{presented.Name} holds several credentials with a comma between them; it takes one." : $"What follows {presented.Scheme} has characters that no token has.") with { Changes = [.. Anew(presented, exchange, view)] };
    }
}
