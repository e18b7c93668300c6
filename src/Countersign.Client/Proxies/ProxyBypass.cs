using System.Globalization;
using System.Net;

namespace Countersign.Client.Proxies;

/// <summary>Hosts to which no proxy is on the way: an item of <c>no_proxy</c>.</summary>
internal sealed class ProxyBypass
{
    private readonly string _name;
    private readonly int? _port;
    private readonly IPNetwork? _range;

    private ProxyBypass(string name, int? port)
    {
        (_name, _port) = (name, port);
        if (IPNetwork.TryParse(name, out var range))
            _range = range;
        else if (IPAddress.TryParse(name, out var address))
            _range = new(address, address.GetAddressBytes().Length * 8);
    }

    /// <summary>The items of a list, separated by commas or blanks.</summary>
    public static IEnumerable<ProxyBypass> ReadAll(string list) =>
        list.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<ProxyBypass>();

    public bool Covers(Uri target)
    {
        if (_port is { } port && port != target.Port)
            return false;
        if (_name == "*")
            return true;
        var host = target.IdnHost.ToLowerInvariant().TrimEnd('.');
        if (_range is { } range)
            return IPAddress.TryParse(host, out var address) && range.Contains(address);
        return host == _name || (host.Length > _name.Length && host.EndsWith(_name, StringComparison.Ordinal) && host[^(_name.Length + 1)] == '.');
    }

    private static ProxyBypass? Read(string item)
    {
        var text = item.ToLowerInvariant();
        int? port = null;
        var colon = text.LastIndexOf(':');

        // The colons of a bare IPv6 address part no port from it.
        if (colon > 0 && (text.IndexOf(':') == colon || text[colon - 1] == ']') && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            (text, port) = (text[..colon], number);
        text = text.Trim('[', ']');
        if (text != "*")
            text = text.TrimStart('*').Trim('.');
        return text.Length == 0 ? null : new(text, port);
    }
}
