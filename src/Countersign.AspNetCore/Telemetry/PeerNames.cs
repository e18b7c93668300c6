using System.Net;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Addresses as text, the last one of each thread kept: a busy connection asks for the same one again and again.</summary>
internal static class PeerNames
{
    [ThreadStatic]
    private static IPAddress? _address;

    [ThreadStatic]
    private static string? _name;

    /// <summary>Who sent a request over its connection, whatever its fields say.</summary>
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress ?? IPAddress.None);

    public static string Of(IPAddress address)
    {
        if (_name is not null && ReferenceEquals(_address, address))
            return _name;
        _address = address;
        return _name = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
