using System.Collections.Immutable;
using Countersign.AspNetCore.SignIn.Pages;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>Asks an address all that the checks want to know. It judges nothing.</summary>
internal sealed class AddressProbe(AddressOrder order, AddressClient client, AddressClient guarded, IProgress<string> progress, VisitTime time, TimeProvider clock)
{
    /// <summary>An origin that nobody has (RFC 6761 §6.4).</summary>
    public const string Stranger = "https://countersign-doctor.invalid";

    /// <summary>How many octets of cookies are tried, the fewest first.</summary>
    private static readonly int[] Sizes = [4096, 8192, 16384];

    private readonly BrowserFields _fields = new(order.IsOldBrowser);

    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<AddressFacts> AskAsync(CancellationToken cancel)
    {
        var facts = new AddressFacts(order);
        var browser = new AddressBrowser(client, _fields, clock);
        progress.Report("the way in");
        var (way, isCircle) = await browser.OpenAsync(order.Url, IsHttp, cancel);
        facts = facts with { WayIn = way, IsCircle = isCircle, Cookies = browser.Taken, Certificates = CertificatesOf(way) };
        if (!facts.First.IsAnswered)
            return facts with { IsCut = time.HasCut };

        if (facts is { PageAnswer: { } page, HasForm: true })
        {
            progress.Report("the sign-in page");

            // Of the page that came first, as somebody would who opened another tab meanwhile.
            var form = new FormText().Add(LoginPage.AttemptField, facts.Page!.Attempt!).Add(LoginPage.NameField, "").Add(LoginPage.PasswordField, "");
            facts = facts with
            {
                PageAgain = Came(await client.AskAsync(new("GET", page.Url) { Fields = _fields.NavigationTo(page.Url) }, cancel)),
                EmptyForm = Came(await browser.AskAsync(new("POST", PlaceOf(page.Url, LoginPage.Path)) { Fields = _fields.FormOf(page.Url), Form = form.ToSecret() }, cancel)),
            };
        }

        progress.Report("requests of scripts");
        facts = facts with
        {
            Script = await ScriptAsync(facts.Url, null, cancel),
            ScriptAgain = await ScriptAsync(facts.Url, null, cancel),
            Preflight = Came(await client.AskAsync(new("OPTIONS", facts.Url) { Fields = _fields.PreflightTo(facts.Url, order.Origin ?? Stranger) }, cancel)),
            Upgrade = Came(await client.AskAsync(new("GET", facts.Url) { Fields = _fields.UpgradeAt(facts.Url), IsUpgrade = true }, cancel)),
        };
        progress.Report("large cookies");
        foreach (var size in Sizes)
        {
            if (await ScriptAsync(facts.Url, CookiesOf(size), cancel) is { } answer)
                facts = facts with { LargeCookies = facts.LargeCookies.Add((size, answer)) };
        }

        if (order.User is not null)
        {
            progress.Report("signing in");
            facts = facts with { SignIn = await new SignInProbe(order, guarded, _fields, time, clock).SignInAsync(facts, cancel) };
        }

        return facts with { Certificates = CertificatesOf(way), IsCut = time.HasCut };
    }

    /// <summary>The same host and port, another path.</summary>
    public static Uri PlaceOf(Uri url, string path) => new(url.GetLeftPart(UriPartial.Authority) + path);

    private async Task<Exchange?> ScriptAsync(Uri url, Secret? cookies, CancellationToken cancel) =>
        Came(await client.AskAsync(new("GET", url) { Fields = _fields.ScriptTo(url), Cookie = cookies }, cancel));

    /// <summary>What was not asked is no failure of the address.</summary>
    private static Exchange? Came(Exchange exchange) => exchange.Failure == FailureKind.OutOfTime ? null : exchange;

    /// <summary>Several cookies, as many as fill the size: browsers keep none of more than 4096 octets.</summary>
    private static Secret CookiesOf(int size)
    {
        const int Each = 1024;
        var cookies = Enumerable.Range(0, size / Each).Select(at => $"doctor{at:D2}=".PadRight(Each - 2, 'x'));
        return new(string.Join("; ", cookies));
    }

    private ImmutableArray<TlsFacts> CertificatesOf(ImmutableArray<Exchange> way) =>
        [.. way.Select(exchange => exchange.Url).Where(url => url.Scheme == Uri.UriSchemeHttps)
            .SelectMany(url => new[] { client.CertificateOf(url), guarded.CertificateOf(url) }.OfType<TlsFacts>().OrderBy(shown => shown.IsGood))
            .DistinctBy(shown => (shown.Host, shown.Port))];

    private static bool IsHttp(Uri url) => url.Scheme is "http" or "https";
}
