using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Intake;

/// <summary>Who the client is, as the peer or the proxies that we trust tell it.</summary>
/// <param name="Address">The client's address.</param>
/// <param name="IsTls">Whether the client's own connection is protected.</param>
/// <param name="Host">The host (and port) that the client asked for.</param>
public readonly record struct ClientOrigin(IPAddress Address, bool IsTls, string Host);

/// <summary>The proxies in front whose X-Forwarded-* and Forwarded fields are believed. From everybody else they mean nothing.</summary>
public sealed class TrustedProxies(ImmutableArray<IPNetwork> networks)
{
    /// <summary>No proxy is trusted.</summary>
    public static TrustedProxies None { get; } = new([]);

    /// <summary>Whether an address belongs to a trusted proxy.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Resolves who the client is, by the nearest hop that is no trusted proxy. Where the proxies do not tell it (a hop is <c>unknown</c>, obfuscated as in
    /// RFC 7239 §6.3, or unreadable) or tell two things, the client is nobody: 255.255.255.255, which lies in no network that a rule means.
    /// </summary>
    /// <remarks>
    /// Limits and lockouts take nobody for one client: those who are hidden share them with each other, and with none whose address is known.
    /// A client can only join them, by spoiling its own fields.
    /// </remarks>
    public ClientOrigin Resolve(HttpContext context)
    {
        var peer = Unmap(context.Connection.RemoteIpAddress ?? IPAddress.None);
        var request = context.Request;
        // The field itself: Request.Host decodes international names, and throws over broken ones.
        var direct = new ClientOrigin(peer, request.IsHttps, request.Headers.Host.ToString());
        if (networks.IsEmpty || !Contains(peer))
            return direct;

        // Never the proxy's own address for a client that it hides: that would let it into networks that proxies belong to.
        var nobody = direct with { Address = IPAddress.None };
        var headers = request.Headers;
        if (!headers.TryGetValue("Forwarded", out var forwarded) || forwarded.Count == 0)
            return FromXForwarded(headers, direct) ?? nobody;
        if (FromForwarded(forwarded, direct) is not { } origin)
            return nobody;

        // A proxy that writes one family of fields may pass the other on as the client wrote it, and which is which can't be told.
        return !HasXForwarded(headers) || (FromXForwarded(headers, direct) is { } other && Agree(origin, other)) ? origin : nobody;
    }

    private static bool HasXForwarded(IHeaderDictionary headers) =>
        headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Forwarded-Proto") || headers.ContainsKey("X-Forwarded-Host");

    private static bool Agree(ClientOrigin one, ClientOrigin other) =>
        one.Address.Equals(other.Address) && one.IsTls == other.IsTls && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the X- fields tell; null when they hide the client.</summary>
    private ClientOrigin? FromXForwarded(IHeaderDictionary headers, ClientOrigin direct)
    {
        // Who tells of transport or host alone hides the client.
        var address = HasXForwarded(headers) ? IPAddress.None : direct.Address;
        if (headers.TryGetValue("X-Forwarded-For", out var chain) && chain.Count > 0)
        {
            var hops = chain.ToString().Split(',', StringSplitOptions.TrimEntries);
            for (var at = hops.Length - 1; at >= 0; at--)
            {
                if (!ForwardedReader.TryAddress(hops[at], out var hop))
                    return null;
                address = Unmap(hop);
                if (!Contains(address))
                    break;
            }
        }

        // Only the last value is the word of the proxy that we trust; what stands before it may come from anybody.
        var isTls = ForwardedReader.LastOf(headers["X-Forwarded-Proto"].ToString()) switch
        {
            "https" or "wss" => true,
            "http" or "ws" => false,
            _ => direct.IsTls,
        };
        var host = ForwardedReader.LastOf(headers["X-Forwarded-Host"].ToString());
        return new(address, isTls, HostAndPort.IsOne(host) ? host : direct.Host);
    }

    /// <summary>What Forwarded tells; null when it hides the client or is malformed.</summary>
    private ClientOrigin? FromForwarded(StringValues lines, ClientOrigin direct)
    {
        if (!ForwardedReader.TryRead(lines, out var elements))
            return null;
        var origin = direct;
        for (var at = elements.Count - 1; at >= 0; at--)
        {
            var element = elements[at];
            if (element.For is not { } node || !ForwardedReader.TryAddress(node, out var hop))
                return null;
            origin = new(
                Unmap(hop),
                element.Proto switch { "https" => true, "http" => false, _ => origin.IsTls },
                HostAndPort.IsOne(element.Host) ? element.Host! : origin.Host);
            if (!Contains(origin.Address))
                break;
        }

        return origin;
    }

    private static IPAddress Unmap(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
