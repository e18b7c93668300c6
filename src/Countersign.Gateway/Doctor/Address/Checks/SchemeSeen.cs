namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class SchemeSeen : IAddressCheck
{
    /// <summary>What mends a gateway that knows nothing of TLS.</summary>
    public const string Mend = "Have the proxy that ends TLS send X-Forwarded-Proto, and list its address: trusted-proxies: [ADDRESS-OF-THE-PROXY]";

    public CheckRow Row { get; } = new(
        "between/scheme",
        "Whether the gateway knows that the browser is at https, or at http: by the kind of cookie that it gives and by where it sends people.",
        "Where they differ, the gateway refuses to take passwords, forms count as another site's, or browsers drop the session.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        var isTls = facts.Url.Scheme == Uri.UriSchemeHttps;
        if (facts.WayIn.FirstOrDefault(exchange => exchange.Url.Scheme == Uri.UriSchemeHttps && exchange.Target is { Scheme: "http" } target && exchange.IsOurs && SignInPage.IsAt(target)) is { } sent)
            return [Row.Fault($"From {sent.Url.GetLeftPart(UriPartial.Path)} the gateway sends people to http: it takes their connection for one without TLS.", Mend)];

        var cookies = DeskCookies.AttemptsOf(facts);
        if (cookies.FirstOrDefault(taken => taken.From.Scheme == Uri.UriSchemeHttps && DeskCookies.IsOfCleartext(taken.Cookie!)) is not null)
            return [Row.Fault("The browser is at https, and the gateway gives it the cookie of connections without TLS: the request came to it as http.", Mend)];
        if (cookies.FirstOrDefault(taken => taken.From.Scheme == Uri.UriSchemeHttp && !DeskCookies.IsOfCleartext(taken.Cookie!)) is not null)
            return [Row.Fault("The browser is at http, and the gateway gives it the cookie of TLS: a proxy says https in X-Forwarded-Proto.", "Serve the address over https, or have the proxy say what the browser uses.")];
        if (facts is { PageAnswer: { Status: 403, Url.Scheme: "https" }, HasForm: false, Page.Causes.IsEmpty: false } || IsRefusedForCleartext(facts))
            return [Row.Fault("The browser is at https, and the gateway refuses it for coming without TLS.", Mend)];
        return cookies.IsEmpty ? [] : [Row.Ok($"The gateway sees {(isTls ? "https" : "http")}, as the browser does.")];
    }

    /// <summary>Whether the gateway refuses the address for coming without TLS, although the browser is at https.</summary>
    public static bool IsRefusedForCleartext(AddressFacts facts) =>
        facts.Url.Scheme == Uri.UriSchemeHttps && facts.Script is { } script && Signs.ReasonOf(script) == "cleartext-transport";
}
