using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;

namespace Countersign.Cli.Commands;

/// <summary>Where a command listens: an address and a port, or the same as the URL that it then prints.</summary>
internal static class ListenAddress
{
    /// <summary>Refuses what is none.</summary>
    /// <param name="option">The option.</param>
    /// <param name="example">One that is.</param>
    public static Option<T> CheckedAddress<T>(this Option<T> option, string example) =>
        option.Checked(text => Read(text) is null ? $"{option.Name} is an address and a port, such as {example}." : null);

    /// <summary>What a text says; null where it names no port, or a host that is to be looked up.</summary>
    public static IPEndPoint? Read(string text)
    {
        var point = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? text["http://".Length..].TrimEnd('/') : text;
        if (point.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase))
            point = $"{IPAddress.Loopback}{point["localhost".Length..]}";

        // A number alone would be an address, and the end of an IPv6 address a port.
        var port = point.LastIndexOf(':');
        return port > 0 && IPEndPoint.TryParse(point, out var end) && (end.AddressFamily == AddressFamily.InterNetwork || point[port - 1] == ']') ? end : null;
    }

    /// <summary>Whether other machines could reach what an option says.</summary>
    public static bool IsForOthers(this CommandResult result, Option option) =>
        result.GetResult(option) is { Tokens: [{ Value: var text }] } && Read(text) is { } end && !IPAddress.IsLoopback(end.Address);
}
