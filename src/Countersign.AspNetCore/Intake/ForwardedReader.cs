using System.Buffers;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Intake;

/// <summary>One hop of Forwarded (RFC 7239 §4).</summary>
internal readonly record struct ForwardedElement(string? For, string? Proto, string? Host);

/// <summary>Reads Forwarded and its X- forerunners. Never throws.</summary>
internal static class ForwardedReader
{
    private static readonly SearchValues<char> DottedDecimal = SearchValues.Create("0123456789.");

    /// <summary>Reads all elements; false when anything is malformed.</summary>
    public static bool TryRead(StringValues lines, out List<ForwardedElement> elements)
    {
        elements = [];
        foreach (var line in lines)
        {
            var rest = line.AsSpan().Trim(" \t");
            while (!rest.IsEmpty)
            {
                if (!TryElement(ref rest, out var element))
                    return false;
                elements.Add(element);
            }
        }

        return elements.Count > 0;
    }

    /// <summary>An address with or without port; IPv6 in brackets or bare.</summary>
    public static bool TryAddress(ReadOnlySpan<char> node, out IPAddress address)
    {
        address = IPAddress.None;
        if (node.IsEmpty)
            return false;
        if (node[0] == '[')
        {
            var close = node.IndexOf(']');
            return close > 0 && HostAndPort.IsPort(node[(close + 1)..]) && !node.Contains('%') && IPAddress.TryParse(node[1..close], out address!);
        }

        // One colon is a port, several are IPv6; IPAddress would also take "1" and "0x7f.1" for addresses.
        var colon = node.IndexOf(':');
        if (colon >= 0 && colon == node.LastIndexOf(':'))
        {
            if (!HostAndPort.IsPort(node[colon..]))
                return false;
            node = node[..colon];
            colon = -1;
        }

        if (colon < 0 && (node.Count('.') != 3 || node.ContainsAnyExcept(DottedDecimal)))
            return false;
        return !node.Contains('%') && IPAddress.TryParse(node, out address!);
    }

    /// <summary>The last member of a list.</summary>
    public static string LastOf(string list) => list[(list.LastIndexOf(',') + 1)..].Trim(' ', '\t').ToLowerInvariant();

    private static bool TryElement(ref ReadOnlySpan<char> rest, out ForwardedElement element)
    {
        element = default;
        while (true)
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0)
                return false;
            var name = rest[..equals].Trim(" \t");
            rest = rest[(equals + 1)..];
            if (!TryValue(ref rest, out var value))
                return false;

            // A parameter must not occur twice in an element (RFC 7239 §4).
            if (name.Equals("for", StringComparison.OrdinalIgnoreCase) && element.For is null)
                element = element with { For = value };
            else if (name.Equals("proto", StringComparison.OrdinalIgnoreCase) && element.Proto is null)
                element = element with { Proto = value.ToLowerInvariant() };
            else if (name.Equals("host", StringComparison.OrdinalIgnoreCase) && element.Host is null)
                element = element with { Host = value };
            else if (name.IsEmpty || IsKnown(name))
                return false;

            rest = rest.TrimStart(" \t");
            if (rest.IsEmpty)
                return true;
            var separator = rest[0];
            rest = rest[1..].TrimStart(" \t");
            if (separator == ',')
                return true;
            if (separator != ';')
                return false;
        }
    }

    private static bool IsKnown(ReadOnlySpan<char> name) =>
        name.Equals("for", StringComparison.OrdinalIgnoreCase)
        || name.Equals("proto", StringComparison.OrdinalIgnoreCase)
        || name.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static bool TryValue(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        if (rest.IsEmpty)
            return false;
        if (rest[0] != '"')
        {
            var end = rest.IndexOfAny(";, \t");
            value = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? default : rest[end..];
            return value.Length > 0 && !value.Contains('"', StringComparison.Ordinal);
        }

        var text = new System.Text.StringBuilder();
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '"')
            {
                value = text.ToString();
                rest = rest[(at + 1)..];
                return true;
            }

            if (rest[at] == '\\' && ++at >= rest.Length)
                return false;
            text.Append(rest[at]);
        }

        return false;
    }
}
