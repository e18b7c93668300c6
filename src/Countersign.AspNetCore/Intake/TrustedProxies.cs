using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

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

    /// <summary>Resolves who the client is. A hop that can't be read ends the walk: the peer is the client then; where a client could have caused it, nobody (255.255.255.255).</summary>
    public ClientOrigin Resolve(HttpContext context)
    {
        var peer = Unmap(context.Connection.RemoteIpAddress ?? IPAddress.None);
        var request = context.Request;
        // The field itself: Request.Host decodes international names, and throws over broken ones.
        var direct = new ClientOrigin(peer, request.IsHttps, request.Headers.Host.ToString());
        if (networks.IsEmpty || !Contains(peer))
            return direct;

        var headers = request.Headers;
        if (!headers.TryGetValue("Forwarded", out var forwarded) || forwarded.Count == 0)
            return FromXForwarded(headers, direct);

        // A client may have spoilt the head of the line, or sent the family of fields that our proxy passes on unread. Taking
        // the proxy's own address then would let it into networks that proxies belong to, so it gets an address of nobody.
        var nobody = direct with { Address = IPAddress.None };
        if (!ForwardedReader.TryRead(forwarded, out var elements))
            return nobody;
        var origin = Walk(elements, direct);
        return headers.ContainsKey("X-Forwarded-For") && !FromXForwarded(headers, direct).Address.Equals(origin.Address) ? nobody : origin;
    }

    private ClientOrigin FromXForwarded(IHeaderDictionary headers, ClientOrigin direct)
    {
        var chain = headers["X-Forwarded-For"].ToString();
        var address = direct.Address;
        if (chain.Length > 0)
        {
            var hops = chain.Split(',', StringSplitOptions.TrimEntries);
            for (var at = hops.Length - 1; at >= 0; at--)
            {
                if (!ForwardedReader.TryAddress(hops[at], out var hop))
                    return direct;
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
        return new(address, isTls, ForwardedReader.IsHost(host) ? host : direct.Host);
    }

    private ClientOrigin Walk(List<ForwardedElement> elements, ClientOrigin direct)
    {
        var origin = direct;
        for (var at = elements.Count - 1; at >= 0; at--)
        {
            var element = elements[at];
            if (element.For is not { } node || !ForwardedReader.TryAddress(node, out var hop))
                return at == elements.Count - 1 ? direct : origin;
            origin = new(
                Unmap(hop),
                element.Proto switch { "https" => true, "http" => false, _ => origin.IsTls },
                ForwardedReader.IsHost(element.Host) ? element.Host! : origin.Host);
            if (!Contains(origin.Address))
                break;
        }

        return origin;
    }

    private static IPAddress Unmap(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
