using Countersign.Gateway.Doctor.Cookies;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class AttemptKept : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "cookies/kept",
        "Whether the cookie of the sign-in page arrives, once, and browsers keep it: Secure over http, the __Host- prefix, Domain, SameSite, size.",
        "Without it the form is refused, whatever is typed.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (!facts.HasForm)
            yield break;
        var given = DeskCookies.AttemptsOf(facts).Where(taken => taken.From == facts.PageAnswer!.Url).ToList();
        var lost = facts.Cookies.FirstOrDefault(taken => taken.Fault is not null);
        if (given.Count == 0)
        {
            yield return lost is { Cookie: null }
                ? Row.Fault("A Set-Cookie line of the way in can't be read.", "Have what stands between leave Set-Cookie as it is.")
                : Row.Fault($"The sign-in page comes without its cookie: something between takes Set-Cookie off ({facts.PageAnswer!.Server}).", "Have the proxy pass Set-Cookie on: no proxy_hide_header, no ignoring of cookies for a cache.");
            yield break;
        }

        if (given.FirstOrDefault(taken => taken.Fault is not null) is { } refused)
            yield return Row.Fault($"Browsers drop the cookie {refused.Cookie!.Name}, since {refused.Fault!.Value.Words()}.", MendOf(refused.Fault.Value)) with { Evidence = [$"{refused.Cookie.Name}: {refused.Cookie.Attributes}"] };
        else if (facts.PageAnswer!.Lines("Set-Cookie").Count(line => line.StartsWith(given[0].Cookie!.Name + "=", StringComparison.Ordinal)) > 1)
            yield return Row.Warning($"The cookie {given[0].Cookie!.Name} is given twice in one answer.", "Let one gateway alone serve the sign-in page, and have no proxy add cookies of the same name.");
        else
            yield return Row.Ok($"The cookie of the sign-in page ({given[0].Cookie!.Name}) arrives, and browsers keep it.");
    }

    /// <summary>What mends a cookie of ours that browsers drop.</summary>
    public static string MendOf(CookieFault fault) => fault switch
    {
        CookieFault.SecureOverHttp => "Serve the address over https, or let the proxy say X-Forwarded-Proto: http where the browser is at http.",
        CookieFault.HostPrefix or CookieFault.SecurePrefix => "Have the proxy leave the attributes of Set-Cookie as they are: no proxy_cookie_domain, proxy_cookie_path or proxy_cookie_flags.",
        CookieFault.ForeignDomain or CookieFault.PublicDomain => "Have the proxy add no Domain to Set-Cookie (no proxy_cookie_domain).",
        CookieFault.NoneWithoutSecure => "Have the proxy leave SameSite as it is.",
        CookieFault.OverSecure => "Serve the address over https alone: a cookie of the same name came that way before.",
        CookieFault.Unreadable or CookieFault.TooLarge => "Have what stands between leave Set-Cookie as it is.",
    };
}
