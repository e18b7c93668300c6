using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class AttemptReturned : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "cookies/returned",
        "Whether the cookie comes back to the gateway: the form is sent with neither name nor password, and the page says what it missed.",
        "The page is shown, and says at every try that the browser did not send back its cookie.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.EmptyForm is not { } answer)
            yield break;
        var page = SignInPage.Read(answer.Body);
        if (!answer.IsAnswered)
            yield return Row.Fault($"The form gets no answer: {answer.FailureWords}.", "Have the proxy pass POST on to /.countersign/login.");
        else if (answer.Status == 401 && page.Attempt is not null)
            yield return Row.Ok("The cookie comes back with the form: an empty name is what the page complains of, and nothing else.");
        else if (!page.Causes.IsEmpty)
            yield return Row.Fault("The cookie does not come back with the form, and the page says why that may be.", "Do what the page says; where it does not know, look at what stands between for Cookie and Set-Cookie.") with { Evidence = page.Causes };
        else if (answer.Status == 403 && answer.IsOurs)
            yield return Row.NotChecked("The gateway takes the form for one of another site, before it looks at the cookie (between/origin).");
        else
            yield return Row.Fault($"The form is answered with {answer.Status.ToString(CultureInfo.InvariantCulture)} by {answer.Server}.", "Have the proxy pass POST on to /.countersign/login, with its content and its cookies.");
    }
}
