using System.Net;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>Signs in really, in a browser of its own, looks whether that lets in, and signs out again.</summary>
internal sealed class SignInProbe(AddressOrder order, AddressClient client, BrowserFields fields, TimeProvider clock)
{
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<SignInFacts> SignInAsync(AddressFacts facts, CancellationToken cancel)
    {
        if (facts is not { HasForm: true })
            return new() { WhyNot = "There is no form for name and password." };
        var browser = new AddressBrowser(client, fields, clock);
        var (way, _) = await browser.OpenAsync(order.Url, IsOurs, cancel);
        if (way[^1] is not { IsRedirect: false } page || !SignInPage.IsAt(page.Url) || SignInPage.Read(page.Body).Attempt is not { } attempt)
            return new() { WhyNot = "The sign-in page did not come a second time." };
        if (WhyNotSent(page.Url) is { } risk)
            return new() { WhyNot = risk };

        var given = browser.Taken.Length;
        var form = new FormText().Add(LoginPage.AttemptField, attempt).Add(LoginPage.NameField, order.User!).Add(LoginPage.PasswordField, order.Password?.Reveal() ?? "");
        var submitted = await browser.AskAsync(new("POST", AddressProbe.PlaceOf(page.Url, LoginPage.Path)) { Fields = fields.FormOf(page.Url), Form = form.ToSecret() }, cancel);
        var found = new SignInFacts { Submitted = submitted, Cookies = browser.Taken[given..] };
        if (submitted.Target is not { } next)
            return found;

        var (on, _) = IsOurs(next) ? await browser.OpenAsync(next, IsOurs, cancel) : ([], false);
        found = found with { WayOn = on, Cookies = browser.Taken[given..], HasSession = SessionCookie.Names.Any(name => browser.Jar.Sends(name, order.Url)) };
        return await SignOutAsync(found, browser, page.Url, cancel);

        // Where providers, and pages of others, are no business of this visit.
        bool IsOurs(Uri url) => facts.WayIn.Any(exchange => exchange.Url.IdnHost == url.IdnHost && exchange.Url.Port == url.Port) || url.IdnHost == order.Url.IdnHost;
    }

    /// <summary>Every host that has a session of this visit is asked to end it: another visitor of this machine must not find it.</summary>
    private async Task<SignInFacts> SignOutAsync(SignInFacts found, AddressBrowser browser, Uri page, CancellationToken cancel)
    {
        var before = browser.Jar.For(order.Url);
        var answers = new List<Exchange>();
        foreach (var host in new[] { order.Url, page }.DistinctBy(url => url.GetLeftPart(UriPartial.Authority)))
        {
            var place = AddressProbe.PlaceOf(host, PlainPages.LogoutPath);
            answers.Add(await browser.AskAsync(new("POST", place) { Fields = fields.FormOf(place), Form = new("") }, cancel));
        }

        var afterwards = await client.AskAsync(new("GET", order.Url) { Fields = fields.ScriptTo(order.Url), Cookie = before }, cancel);
        return found with { SignedOut = answers[0], Afterwards = afterwards };
    }

    /// <summary>Why the password stays here; null when it may go.</summary>
    private string? WhyNotSent(Uri page)
    {
        if (page.Scheme == Uri.UriSchemeHttps)
        {
            return order.IsInsecure || client.CertificateOf(page.IdnHost) is { IsGood: true }
                ? null
                : $"Nobody vouches for the certificate of {page.IdnHost}, so the password was not sent; --cacert FILE names who does, --insecure sends it all the same.";
        }

        var isHere = page.IsLoopback || order.Places.Any(place => place.Key.Equals(page.Host, StringComparison.OrdinalIgnoreCase) && IPAddress.IsLoopback(place.Value));
        return isHere || order.IsInsecure ? null : $"The sign-in page of {page.Authority} came without encryption, so the password was not sent; --insecure sends it all the same.";
    }
}
