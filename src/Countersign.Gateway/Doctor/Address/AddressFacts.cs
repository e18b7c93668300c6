using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Cookies;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>What an address answered, for the checks to judge.</summary>
/// <param name="Order">What was to be examined.</param>
internal sealed record AddressFacts(AddressOrder Order)
{
    /// <summary>The way of somebody who is not signed in, from the address on, answer by answer.</summary>
    public ImmutableArray<Exchange> WayIn { get; init; } = [];

    /// <summary>Whether that way came to an address where it had been.</summary>
    public bool IsCircle { get; init; }

    /// <summary>The certificates that were shown, by hosts.</summary>
    public ImmutableArray<TlsFacts> Certificates { get; init; } = [];

    /// <summary>All cookies that were given on the way in and by the sign-in page.</summary>
    public ImmutableArray<CookieTaken> Cookies { get; init; } = [];

    /// <summary>The sign-in page, asked a second time.</summary>
    public Exchange? PageAgain { get; init; }

    /// <summary>The form, sent with neither name nor password.</summary>
    public Exchange? EmptyForm { get; init; }

    /// <summary>A script's request.</summary>
    public Exchange? Script { get; init; }

    /// <summary>The same a second time.</summary>
    public Exchange? ScriptAgain { get; init; }

    public Exchange? Preflight { get; init; }

    public Exchange? Upgrade { get; init; }

    /// <summary>A script's request with so many octets of cookies.</summary>
    public ImmutableArray<(int Octets, Exchange Exchange)> LargeCookies { get; init; } = [];

    /// <summary>What came of signing in; null when nobody did.</summary>
    public SignInFacts? SignIn { get; init; }

    /// <summary>Whether something was not asked, since the time of the visit was over.</summary>
    public bool IsCut { get; init; }

    /// <summary>The address that is judged: the one that was given, or where its host leads it on by https.</summary>
    public Uri Url
    {
        get
        {
            var led = WayIn.SkipWhile(exchange => exchange.Url.Scheme == Uri.UriSchemeHttp && IsOfHost(exchange.Url)).FirstOrDefault();
            return led is { IsAnswered: true } && IsOfHost(led.Url) ? led.Url : Order.Url;
        }
    }

    public Exchange First => WayIn[0];

    /// <summary>Where the way in ended.</summary>
    public Exchange Last => WayIn[^1];

    /// <summary>The answer at the address of the sign-in page; null when nobody was sent there.</summary>
    public Exchange? PageAnswer => WayIn.LastOrDefault(exchange => exchange.IsAnswered && SignInPage.IsAt(exchange.Url));

    /// <summary>The page, if it is one; null when nobody was sent there, or on from there.</summary>
    public SignInPage? Page => PageAnswer is { IsRedirect: false } answer ? SignInPage.Read(answer.Body) : null;

    /// <summary>Whether there is a form for name and password.</summary>
    public bool HasForm => Page?.Attempt is not null;

    // Where somebody is sent to sign in, the address itself has been left.
    private bool IsOfHost(Uri url) => url.IdnHost.Equals(Order.Url.IdnHost, StringComparison.OrdinalIgnoreCase) && !SignInPage.IsAt(url);
}
