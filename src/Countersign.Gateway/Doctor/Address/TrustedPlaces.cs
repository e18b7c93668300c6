using System.Net;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>Where the password of a visit, and the session that it gets, may go: to hosts that the operator has named, never to one that an answer names.</summary>
internal sealed class TrustedPlaces(AddressOrder order)
{
    /// <summary>Why neither may go there; null when both may, the certificate provided.</summary>
    public string? WhyNot(Uri url)
    {
        if (!IsNamed(url.IdnHost))
            return $"The way in leads to {url.Authority}, which is not the host that was asked, so the password was not sent; --sign-in-host {url.IdnHost} sends it there.";
        if (url.Scheme == Uri.UriSchemeHttps || order.IsInsecure)
            return null;
        if (order.Url.Scheme == Uri.UriSchemeHttps)
            return $"The way in leads from https to {url.Authority} without encryption, so the password was not sent; --insecure sends it all the same.";
        return IsHere(order.Url) && IsHere(url)
            ? null
            : $"The sign-in page of {url.Authority} came without encryption, so the password was not sent; --insecure sends it all the same.";
    }

    public bool Has(Uri url) => WhyNot(url) is null;

    private bool IsNamed(string host) => order.SignInHosts.Prepend(order.Url.IdnHost).Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a host is this machine; where its place was given, by that.</summary>
    private bool IsHere(Uri url) =>
        order.Places.FirstOrDefault(place => place.Key.Equals(url.Host, StringComparison.OrdinalIgnoreCase)).Value is { } given ? IPAddress.IsLoopback(given) : url.IsLoopback;
}
