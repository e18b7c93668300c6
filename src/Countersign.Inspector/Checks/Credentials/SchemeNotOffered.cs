using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class SchemeNotOffered : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/scheme-not-offered",
        Severity.Error,
        "Credentials of a scheme that is not offered",
        "The server said which schemes it takes, and this is none of them.",
        new("RFC 9110 §11.4"),
        Fault.Client,
        "Offer every scheme that is taken.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (!IsField(presented) || presented.Scheme is not { } sent || exchange.Status != (presented.Place == CredentialsPlace.Authorization ? 401 : 407))
            yield break;

        // What is misspelt, marked or empty has findings of its own.
        if (SchemeNames.Meant(sent) is not null || SchemeNames.HasMark(sent) || presented.Slips.Contains(CredentialsSlip.Empty))
            yield break;
        if (view.Challenges(exchange).FirstOrDefault(each => each.IsProxy == (exchange.Status == 407)) is not { Reading.IsValid: true, Offers.IsEmpty: false } field || field.Offers.Any(offer => offer.Is(sent) || IsKin(offer.Scheme, sent)))
            yield break;

        // Who says what is wrong with them has read them.
        if (exchange.Status == 401 && view.Subject(exchange).Subject is RefusalSubject.Token or RefusalSubject.Wrong or RefusalSubject.Clock)
            yield break;
        var offered = Names.Of(field.Offers);
        yield return Found($"{sent} was sent, and the server takes {offered}.", At(presented, exchange), field.Whole()) with { Certainty = Certainty.Likely, CallerFix = $"Use {offered}.", Changes = WaysIn.Changes(field.Reading.Challenges, field.IsProxy) };
    }

    // Negotiate carries NTLM, and scripts answer xBasic with Basic.
    private static bool IsKin(string offered, string sent) =>
        (offered.ToUpperInvariant(), sent.ToUpperInvariant()) is ("NEGOTIATE", "NTLM" or "KERBEROS") or ("NTLM" or "KERBEROS", "NEGOTIATE") or ("XBASIC" or "X-BASIC", "BASIC");
}
