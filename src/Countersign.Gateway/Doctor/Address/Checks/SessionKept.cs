using Countersign.Gateway.Doctor.Cookies;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class SessionKept : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "sign-in/session-kept",
        "Whether the session's cookie arrives, browsers keep it, and it would be sent to the address again.",
        "Somebody signs in, and is sent to sign in again.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.SignIn is not { IsSignedIn: true } signIn)
            yield break;
        var given = DeskCookies.SessionsOf(signIn);
        if (given.IsEmpty)
            yield return Row.Fault("The password was taken, and no session's cookie arrived: something between takes Set-Cookie off.", "Have the proxy pass every Set-Cookie line on; some keep the first alone.");
        else if (given.FirstOrDefault(taken => taken.Fault is not null) is { } lost)
            yield return Row.Fault($"Browsers drop the session's cookie {lost.Cookie!.Name}, since {lost.Fault!.Value.Words()}.", AttemptKept.MendOf(lost.Fault.Value)) with { Evidence = [$"{lost.Cookie.Name}: {lost.Cookie.Attributes}"] };
        else if (!signIn.HasSession && given[0].From.IdnHost.Equals(facts.Url.IdnHost, StringComparison.OrdinalIgnoreCase))
            yield return Row.Fault($"The session's cookie {given[0].Cookie!.Name} is for https alone, and not sent to {facts.Url.GetLeftPart(UriPartial.Authority)}.", "Have the proxy lead http on to https, the address itself and not the sign-in page alone.");
        else if (!signIn.HasSession)
            yield return Row.Fault($"The session's cookie is kept for {given[0].From.Authority}, and not sent to {facts.Url.Authority}.", $"Sign in at the host of the address, or name the one host for all: sign-in: {{ host: {given[0].From.Authority} }}");
        else
            yield return Row.Ok($"The session's cookie ({given[^1].Cookie!.Name}) arrives, and browsers keep it.");
    }
}
