using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class SignedOut : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "sign-in/signed-out",
        "Whether signing out ends the session: its cookie, sent once more, lets nobody in.",
        "Who signs out at a shared machine stays signed in.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.SignIn is not { SignedOut: { } answer, Afterwards: { } afterwards } signIn || !signIn.IsSignedIn || !signIn.HasSession)
            yield break;
        var status = afterwards.Status.ToString(CultureInfo.InvariantCulture);
        if (answer.Status != 200)
            yield return Row.Fault($"Signing out is answered with {(answer.IsAnswered ? answer.Status.ToString(CultureInfo.InvariantCulture) : answer.FailureWords)}; the session of this visit may live on.", "Have the proxy pass POST on to /.countersign/logout; `countersign session list --user NAME` and `session revoke` end it.");
        else if (afterwards is { IsAnswered: true, Status: >= 200 and < 300 } && facts.Script is { Status: 401 })
            yield return Row.Fault($"The session that was ended still lets in ({status}).", "Look for a cache between, and for an application that keeps a session of its own.");
        else
            yield return Row.Ok($"Signed out again: the same session gets {status}.");
    }
}
