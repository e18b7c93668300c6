using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>Signs in really, in a browser of its own, looks whether that lets in, and signs out again.</summary>
/// <param name="order">The address, and who signs in.</param>
/// <param name="client">A guarded one.</param>
/// <param name="fields">What the browser says of itself.</param>
/// <param name="time">The time of the visit.</param>
/// <param name="clock">The clock.</param>
internal sealed class SignInProbe(AddressOrder order, AddressClient client, BrowserFields fields, VisitTime time, TimeProvider clock)
{
    private const string Over = "The time of the visit was over.";

    private readonly TrustedPlaces _trusted = new(order);

    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<SignInFacts> SignInAsync(AddressFacts facts, CancellationToken cancel)
    {
        if (facts is not { HasForm: true, PageAnswer: { } first })
            return new() { WhyNot = time.IsOver ? Over : "There is no form for name and password." };
        if (_trusted.WhyNot(first.Url) is { } risk)
            return new() { WhyNot = risk };
        var browser = new AddressBrowser(client, fields, clock);
        var (way, _) = await browser.OpenAsync(order.Url, url => _trusted.Has(url) || facts.WayIn.Any(exchange => exchange.Url.Authority == url.Authority), cancel);
        if (way[^1] is not { IsAnswered: true, IsRedirect: false } page || !SignInPage.IsAt(page.Url) || SignInPage.Read(page.Body).Attempt is not { } attempt)
            return new() { WhyNot = WhyNot(way[^1]) ?? "The sign-in page did not come a second time." };
        if (_trusted.WhyNot(page.Url) is { } now)
            return new() { WhyNot = now };

        var given = browser.Taken.Length;
        var form = new FormText().Add(LoginPage.AttemptField, attempt).Add(LoginPage.NameField, order.User!).Add(LoginPage.PasswordField, order.Password?.Reveal() ?? "");
        var submitted = await browser.AskAsync(new("POST", AddressProbe.PlaceOf(page.Url, LoginPage.Path)) { Fields = fields.FormOf(page.Url), Form = form.ToSecret() }, cancel);
        if (WhyNot(submitted) is { } cut)
            return new() { WhyNot = cut };
        var found = new SignInFacts { Submitted = submitted, Cookies = browser.Taken[given..] };
        if (submitted.Target is not { } next)
            return found;

        // Where providers, and pages of others, are no business of this visit.
        var (on, _) = _trusted.Has(next) ? await browser.OpenAsync(next, _trusted.Has, cancel) : ([], false);
        found = found with { WayOn = on, Cookies = browser.Taken[given..], HasSession = SessionCookie.Names.Any(name => browser.Jar.Sends(name, facts.Url)) };
        return await SignOutAsync(found, browser, facts.Url, page.Url, cancel);
    }

    /// <summary>Every host that has a session of this visit is asked to end it: another visitor of this machine must not find it.</summary>
    private async Task<SignInFacts> SignOutAsync(SignInFacts found, AddressBrowser browser, Uri url, Uri page, CancellationToken cancel)
    {
        var before = browser.Jar.For(url);
        var answers = new List<Exchange>();
        foreach (var host in new[] { url, page }.Where(_trusted.Has).DistinctBy(each => each.GetLeftPart(UriPartial.Authority)))
        {
            var place = AddressProbe.PlaceOf(host, PlainPages.LogoutPath);
            answers.Add(await browser.AskAsync(new("POST", place) { Fields = fields.FormOf(place), Form = new(""), IsLast = true }, cancel));
        }

        if (!_trusted.Has(url))
            return found;
        var afterwards = await client.AskAsync(new("GET", url) { Fields = fields.ScriptTo(url), Cookie = before, IsLast = true }, cancel);
        return found with { SignedOut = answers[0], Afterwards = afterwards };
    }

    /// <summary>Why a request was not sent, or not waited for; null when it was.</summary>
    private string? WhyNot(Exchange exchange)
    {
        if (exchange.Failure == FailureKind.OutOfTime)
            return Over;
        return !exchange.IsAnswered && !order.IsInsecure && client.CertificateOf(exchange.Url) is { IsGood: false }
            ? $"Nobody vouches for the certificate of {exchange.Url.IdnHost}, so the password was not sent; --cacert FILE names who does, --insecure sends it all the same."
            : null;
    }
}
