namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class Unchanged : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "cookies/unchanged",
        "Whether the cookies of signing in have the attributes that the gateway gives them.",
        "A changed cookie goes to hosts and scripts that should not see it, or is lost on the way back from a provider.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        var given = DeskCookies.AttemptsOf(facts).Concat(facts.SignIn is { } signIn ? DeskCookies.SessionsOf(signIn) : []).Select(taken => taken.Cookie!).DistinctBy(cookie => cookie.Name).ToList();
        var changed = given.Select(cookie => (cookie.Name, Changes: DeskCookies.ChangesOf(cookie))).Where(pair => !pair.Changes.IsEmpty).ToList();
        if (changed.Count > 0)
        {
            var finding = Row.Warning("Something between rewrites the cookies of signing in.", "Have the proxy leave Set-Cookie as it is: no proxy_cookie_domain, proxy_cookie_path or proxy_cookie_flags.");
            yield return finding with { Evidence = [.. changed.Select(pair => $"{pair.Name}: {string.Join(", ", pair.Changes)}")] };
        }
        else if (given.Count > 0)
        {
            yield return Row.Ok("Nobody changes the attributes of cookies on the way.");
        }
    }
}
