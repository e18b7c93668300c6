using System.Globalization;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>An address that a server listens on.</summary>
/// <param name="Address">The address; <c>*</c> for all.</param>
/// <param name="Port">The port; 0 for a socket of the file system, -1 for one that is not written there.</param>
internal sealed record NginxListen(string Address, int Port)
{
    public Directive? Directive { get; init; }

    public bool IsTls { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>Whether a proxy stands before it that says so at the start of a connection.</summary>
    public bool HasProxyProtocol { get; init; }

    /// <summary>Whether only programs of the same machine can reach it.</summary>
    public bool IsLocal => Port == 0 || Address.StartsWith("127.", StringComparison.Ordinal) || Address is "localhost" or "[::1]";

    public static NginxListen Of(Directive listen)
    {
        var where = listen.Arguments.Length > 0 ? listen.Arguments[0].Text : "80";
        var (address, port) = Split(where);
        var words = listen.Arguments.Skip(1).Select(argument => argument.Text).ToList();
        return new(address, port)
        {
            Directive = listen,
            IsTls = words.Contains("ssl") || words.Contains("quic"),
            IsDefault = words.Contains("default_server") || words.Contains("default"),
            HasProxyProtocol = words.Contains("proxy_protocol"),
        };
    }

    private static (string Address, int Port) Split(string where)
    {
        if (where.StartsWith("unix:", StringComparison.Ordinal))
            return (where, 0);
        // A template's port is anybody's guess.
        if (where.AsSpan().IndexOfAny('$', '<', '%') >= 0)
            return (where, -1);
        if (int.TryParse(where, NumberStyles.None, CultureInfo.InvariantCulture, out var alone))
            return ("*", alone);
        var colon = where.LastIndexOf(':');
        if (colon <= where.LastIndexOf(']') || !int.TryParse(where.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return (where, 80);
        var address = where[..colon];
        return (address is "" or "0.0.0.0" or "[::]" ? "*" : address, port);
    }
}
