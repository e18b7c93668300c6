using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading.Curl;

/// <summary>What curl's remarks tell of the connection in use: scheme and peer. Nothing else of them is kept; user-ids and passwords stand in some.</summary>
internal sealed partial class CurlConnection
{
    private readonly Dictionary<string, (string Scheme, string? Peer)> _earlier = new(StringComparer.OrdinalIgnoreCase);
    private string _key = "";

    /// <summary>http or https. Where the remarks were cut off, nothing says that it was in the clear.</summary>
    public string Scheme { get; private set; } = Uri.UriSchemeHttps;

    public string? Peer { get; private set; }

    /// <summary>Why there is no connection, without secrets.</summary>
    public string? Trouble { get; set; }

    public void Remark(string text)
    {
        if (Connected().Match(text) is { Success: true } connected)
        {
            _key = connected.Groups["key"].Value is { Length: > 0 } key ? key : connected.Groups["host"].Value;
            (Scheme, Peer, Trouble) = (SchemeOf(connected.Groups["port"].Value), MessageIntake.Peer(connected.Groups["ip"].Value, connected.Groups["port"].Value), null);
            Keep();
        }
        else if (Trying().Match(text) is { Success: true } trying)
        {
            Peer = MessageIntake.Peer(trying.Groups["ip"].Value, trying.Groups["port"].Value);
        }
        else if (Reused().Match(text) is { Success: true } reused)
        {
            _key = reused.Groups["key"].Value;
            if (_earlier.TryGetValue(_key, out var earlier))
                (Scheme, Peer) = earlier;
            if (reused.Groups["scheme"].Value is { Length: > 0 } scheme)
                Scheme = scheme.ToLowerInvariant();
        }
        else if (Secured().IsMatch(text))
        {
            Scheme = "https";
            Keep();
        }
    }

    /// <summary>Takes note of the scheme that an address on the command line has: no connection has been told of yet.</summary>
    public void Command(string scheme) => Scheme = scheme;

    /// <summary>Takes note of a tunnel: what goes through it to 443 is not in the clear, though the proxy's connection was.</summary>
    public void Tunnelled(string target)
    {
        if (target.EndsWith(":443", StringComparison.Ordinal))
            Scheme = Uri.UriSchemeHttps;
    }

    /// <summary>What went wrong, if a remark says so.</summary>
    public static string? TroubleIn(string text) => Failure().IsMatch(text) ? text.Trim() : null;

    /// <summary>Whether a remark tells of a connection that was not made: it belongs to the next request.</summary>
    public static bool IsOfAnother(string text) =>
        text.StartsWith("Failed to connect to ", StringComparison.Ordinal) || text.StartsWith("connect to ", StringComparison.Ordinal) || text.StartsWith("Could not resolve ", StringComparison.Ordinal);

    // Remarks on TLS are often cut out of what people paste; of the port nobody thinks.
    private static string SchemeOf(string port) => port is "443" or "8443" ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    // Thousands of connections in one transcript are none of a person's.
    private void Keep()
    {
        if (_key.Length is > 0 and < 300 && _earlier.Count < 1000)
            _earlier[_key] = (Scheme, Peer);
    }

    [GeneratedRegex(@"^(Connected to|Established connection to) (?<host>\S{1,260}) \((?<ip>[0-9A-Fa-f.:\[\]]{2,45})\)? port (?<port>\d{1,5})\)?( \(#(?<key>\d{1,9})\))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Connected();

    [GeneratedRegex(@"^\s*Trying (?<ip>[0-9A-Fa-f.:\[\]]{2,45}):(?<port>\d{1,5})\.\.\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Trying();

    [GeneratedRegex(@"^Re-?using existing (?<scheme>https?)?:? ?connection (#(?<key>\d{1,9})|with (host|proxy) (?<key>\S{1,260}))", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reused();

    [GeneratedRegex(@"^(SSL connection using |schannel: SSL/TLS connection |TLSv1(\.\d)? \((OUT|IN)\)|\[?(h2h3|HTTP/2|HTTP/3)\]? .{0,20}\[:scheme: https\]|\[HTTP/[23]\] \[\d+\] OPENED stream for https:)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secured();

    [GeneratedRegex(@"^(Failed to connect to |Could not resolve |connect to .{1,300} failed: |SSL certificate problem|SSL: |OpenSSL SSL_|OpenSSL/|Empty reply from server|Operation timed out|Connection timed out|Recv failure|Send failure|HTTP/2 stream .{0,60}(was not closed cleanly|INTERNAL_ERROR)|Received HTTP code \d+ from proxy|CONNECT tunnel failed|\(\d{1,3}\) )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Failure();
}
