using System.Net;
using Countersign.Addresses;
using Countersign.Client.Failures;

namespace Countersign.Client.Discovery;

/// <summary>Which addresses out of a peer's words are followed: https, without a user in them, and not straight into networks that are none of its business.</summary>
/// <param name="origin">The origin on whose behalf. Where it is this machine, or an address of a private network, so may be what it names.</param>
/// <param name="allowsPrivate">Whether private networks are allowed in any case.</param>
internal sealed class UrlGuard(Origin origin, bool allowsPrivate)
{
    private const int MaxLength = 2048;

    public bool AllowsLoopback { get; } = KindOf(origin.Host) == AddressKind.Loopback;

    public bool AllowsPrivate { get; } = allowsPrivate || KindOf(origin.Host) is AddressKind.Private or AddressKind.Documentation;

    /// <summary>Reads an address, or says why it is not followed.</summary>
    /// <param name="text">The address.</param>
    /// <param name="what">What it is, for words.</param>
    public (Uri? Url, Failure? Failure) Read(string? text, string what)
    {
        if (text is null)
            return (null, new(FailureReason.DiscoveryFailed, $"There is no {what}."));
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url) || HostOf(url) is not { } host)
            return (null, new(FailureReason.DiscoveryFailed, $"{what} is no address."));
        return WhyNot(url, host) is { } why ? (null, new(FailureReason.UnsafeAddress, $"{what} {why}.")) : (url, null);
    }

    // Null for one that has no form in ASCII, and so none that could be asked for.
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost.ToLowerInvariant();
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static AddressKind? KindOf(string host)
    {
        if (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)) // RFC 6761 §6.3
            return AddressKind.Loopback;
        return IPAddress.TryParse(host, out var address) ? AddressKinds.Of(address) : null;
    }

    private string? WhyNot(Uri url, string host)
    {
        if (url.UserInfo.Length > 0)
            return "has a user in it";
        if (url.Fragment.Length > 0)
            return "has a fragment";
        var kind = KindOf(host);
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && kind == AddressKind.Loopback && AllowsLoopback))
            return "is not https";
        return kind switch
        {
            null or AddressKind.Public => null,
            AddressKind.Loopback when AllowsLoopback => null,
            AddressKind.Private or AddressKind.Documentation when AllowsPrivate => null,
            AddressKind.Loopback => "is on this machine",
            _ => "is in a network that is not open to all",
        };
    }
}
