using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Basic;

internal sealed class CharsetUnsaid : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "basic/charset-unsaid",
        Severity.Info,
        "Nobody says how letters are encoded",
        "Without charset=\"UTF-8\" no rule says how letters beyond ASCII are encoded: a right password fails where both sides guess differently.",
        new("RFC 7617 §2.1", "MAY"),
        Fault.Origin,
        "Add charset=\"UTF-8\" to the challenge and read UTF-8.")
    {
        Remedy = Remedy.Basic,
        CallerFix = "Encode the user-id and the password as UTF-8.",
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status != 401 || exchange.Request is not { } request || request.Credentials.FirstOrDefault(each => each.Is("Basic") && each.Place == CredentialsPlace.Authorization) is not { IsRedacted: false, Basic: { Fault: null, IsAscii: false } sent })
            yield break;
        if (view.Offers(exchange, "Basic").FirstOrDefault() is { } basic && basic.Find("charset") is null)
            yield return Found($"The user-id or the password has letters beyond ASCII, sent {(sent.IsUtf8 ? "as UTF-8" : "in another encoding than UTF-8")}, and the challenge does not say which encoding is read.", basic.At()) with { Certainty = Certainty.Likely };
    }
}
