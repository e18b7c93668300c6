using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class LetsIn : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "sign-in/lets-in",
        "Whether the session leads to the first address.",
        "Somebody has signed in, and still does not get what they came for.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.SignIn is not { IsSignedIn: true } signIn)
            yield break;
        if (signIn.WayOn.IsEmpty)
        {
            yield return Row.NotChecked($"The sign-in page leads on to {signIn.Submitted!.Target?.Host ?? "nowhere"}, where this visit does not go with a session.");
            yield break;
        }

        var last = signIn.WayOn[^1];
        var status = last.Status.ToString(CultureInfo.InvariantCulture);
        if (last.Failure == FailureKind.OutOfTime)
            yield return Row.NotChecked("The time of the visit was over before the first address was reached.");
        else if (!last.IsAnswered)
            yield return Row.Fault($"Behind the sign-in page, {last.Url.Authority} does not answer: {last.FailureWords}.", "Look at the error log of what stands between.");
        else if (SignInPage.IsAt(last.Url))
            yield return Row.Fault("Who has just signed in is sent to sign in again.", "Do what the page says; where it does not know, look for who takes Cookie off the request.") with { Evidence = SignInPage.Read(last.Body).Causes };
        else if (last.Url.GetLeftPart(UriPartial.Path) != facts.Url.GetLeftPart(UriPartial.Path) && !last.IsRedirect)
            yield return Row.Warning($"Who has signed in ends up at {last.Url.GetLeftPart(UriPartial.Path)} ({status}).", "Look whether the application sends people there; the gateway leads back to where they came from.");
        else if (last.Status == 401)
            yield return Row.Fault($"The session does not let in: 401 from {last.Server}.", $"The application asks for a password of its own, or a proxy takes Cookie off; {Explained(last)}.");
        else if (last.Status == 403)
            yield return Row.Warning($"Signed in, and not allowed to enter here (403 from {last.Server}).", $"Add the person to a group of the route: `countersign user group`; {Explained(last)}.");
        else if (last.Status >= 500)
            yield return Row.Fault($"The session lets in, and the application fails ({status} from {last.Server}).", $"Start the upstream of the route; {Explained(last)}.");
        else
            yield return Row.Ok($"The session lets in: {facts.Url.GetLeftPart(UriPartial.Path)} answers {status}.");
    }

    private static string Explained(Exchange answer) =>
        answer.Reference is { } reference ? $"`countersign explain {reference}` says why" : "the answer is not Countersign's";
}
