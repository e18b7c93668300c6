using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class Navigation : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "way-in/navigation",
        "What a browser gets that opens the address without being signed in: the sign-in page, a challenge, the page itself, or a circle.",
        "This is the first that a person sees.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (!facts.Last.IsAnswered)
            return [];
        if (facts.IsCircle)
        {
            return
            [
                Row.Fault("The browser is sent round in circles.", "Look at who sends it back: a proxy that turns http into https and is not believed (trusted-proxies), or two that redirect to each other.")
                    with { Evidence = [.. facts.WayIn.Take(6).Select(Line)] },
            ];
        }

        if (facts.PageAnswer is { } page)
            return [Row.Ok($"The browser is sent to sign in at {page.Url.GetLeftPart(UriPartial.Path)}.") with { Evidence = Further(facts) }];
        return [Judge(facts.Last, facts) with { Evidence = Further(facts) }];
    }

    private Finding Judge(Exchange last, AddressFacts facts) => last.Status switch
    {
        >= 200 and < 300 => Row.Warning($"The page comes without signing in ({Status(last)}): this address is not protected.", "If it is meant to be, give its route an `any-of`, and let no proxy answer beside the gateway; else examine an address that is protected."),
        401 when last.Lines("WWW-Authenticate").ToList() is { Count: > 0 } challenges =>
            Row.Ok($"The browser is asked by a challenge ({string.Join(", ", challenges.Select(SchemeOf).Distinct(StringComparer.OrdinalIgnoreCase))}), not by the sign-in page."),
        401 => Row.Fault($"The browser gets a 401 without a challenge from {last.Server}, and nothing by which one could sign in.", "Have the proxy pass WWW-Authenticate on (no proxy_hide_header, no error_page in its place)."),
        403 when SchemeSeen.IsRefusedForCleartext(facts) => Row.Fault("The browser is at https, and refused for coming without TLS, before anybody could sign in (403).", SchemeSeen.Mend),
        403 => Row.Fault($"The browser is refused ({Status(last)}), before anybody could sign in.", last.Reference is { } reference ? $"`countersign explain {reference}` says by which rule." : $"Look at the rules of {last.Server}: the answer is not Countersign's."),
        404 when last.IsOurs => Row.Fault("No route takes this address (404 of Countersign).", $"Add a route for {last.Url.IdnHost} and this path, or pass the Host on that the routes name; `countersign route GET {Quoted(last.Url)}` shows what nearly matched."),
        >= 500 => Row.Fault($"The way in fails with {Status(last)} from {last.Server}.", "Start the gateway, or correct where the proxy looks for it; its error log says which."),
        >= 300 and < 400 => Row.Warning($"The browser is sent elsewhere ({Status(last)}, {last.Field("Location") ?? "without an address"}).", "Examine the address at which people end up."),
        _ => Row.Warning($"The answer is {Status(last)} from {last.Server}.", "Examine an address that is there for people who signed in."),
    };

    private static System.Collections.Immutable.ImmutableArray<string> Further(AddressFacts facts) => facts.WayIn.Length > 1 ? [.. facts.WayIn.Take(6).Select(Line)] : [];

    private static string Line(Exchange exchange) =>
        string.Create(CultureInfo.InvariantCulture, $"{exchange.Status} {exchange.Url.GetLeftPart(UriPartial.Path)}");

    /// <summary>For a shell: a redirect may have chosen it.</summary>
    private static string Quoted(Uri url) => $"'{url.AbsoluteUri.Replace("'", "%27", StringComparison.Ordinal)}'";

    private static string Status(Exchange exchange) => exchange.Status.ToString(CultureInfo.InvariantCulture);

    private static string SchemeOf(string challenge) => challenge.Split(' ')[0];
}
