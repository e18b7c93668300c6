using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class PasswordTaken : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "sign-in/password",
        "Whether the name and the password of --user are taken. A second factor ends the visit there.",
        "This person can't sign in.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.SignIn is not { } signIn)
            return facts.HasForm ? [Row.NotChecked("Nobody was to sign in; --user NAME asks for a password and does so.")] : [];
        if (signIn.Submitted is not { } answer)
            return [Row.NotChecked(signIn.WhyNot ?? "Nobody could sign in.")];
        return [Judge(answer, SignInPage.Read(answer.Body))];
    }

    private Finding Judge(Exchange answer, SignInPage page)
    {
        var reference = page.Reference ?? answer.Reference;
        var told = reference is null ? "Look at the log of the gateway." : $"`countersign explain {reference}` says why.";
        return answer switch
        {
            { IsAnswered: false } => Row.Fault($"Name and password get no answer: {answer.FailureWords}.", "Have the proxy pass POST on to /.countersign/login."),
            { IsRedirect: true } => Row.Ok("Name and password are taken."),
            { Status: 200 } when page.WantsSecondFactor => Row.NotChecked("Name and password are taken, and a second factor is asked for. The visit ends here."),
            { Status: 401 } => Row.Fault("Wrong user name or password, says the page.", $"{told} `countersign user list` shows who is disabled, `countersign user passwd` sets another password."),
            { Status: 403 } when !page.Causes.IsEmpty => Row.Fault("The form is refused, and the page says why.", "Do what the page says.") with { Evidence = page.Causes },
            { Status: 403 } => Row.Fault("The form is taken for another site's.", told),
            { Status: 429 } => Row.Fault($"Too many attempts{(answer.Field("Retry-After") is { } wait ? $": wait {wait} s" : "")}.", $"Wait. {told}"),
            { Status: 503 } => Row.Fault("Signing in is not possible at the moment (503).", $"{told} `countersign doctor` without an address looks at the store."),
            _ => Row.Fault($"Name and password are answered with {answer.Status.ToString(CultureInfo.InvariantCulture)} by {answer.Server}.", told),
        };
    }
}
