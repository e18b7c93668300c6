using System.Collections.Frozen;
using System.Text;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>The names by which servers call their fields in JSON, the outer name first.</summary>
internal static class JsonNames
{
    // Those before win: a forwarded address over that of the connection, what was said by the proxy over what its upstream said.
    private static readonly (LogField Field, string[] Names)[] Known =
    [
        (LogField.Status, ["status", "response_code", "DownstreamStatus", "status_code", "http.response.status_code", "http.status_code", "response.status", "responseStatus"]),
        (LogField.Time, ["time", "ts", "start_time", "StartUTC", "@timestamp", "timestamp", "time_iso8601", "time_local", "msec", "StartLocal", "date"]),
        (LogField.Client, ["request.client_ip", "client", "ClientHost", "remote_addr", "request.remote_ip", "client_ip", "remote_ip", "clientip", "downstream_remote_address", "client.ip", "source.address", "request.remote_addr", "remoteAddress"]),
        (LogField.Forwarded, ["x_forwarded_for", "http_x_forwarded_for"]),
        (LogField.User, ["user_id", "ClientUsername", "remote_user", "user", "user.name", "subject"]),
        (LogField.Request, ["request"]),
        (LogField.Method, ["request.method", "RequestMethod", "request_method", "method", "http.request.method"]),
        (LogField.Target, ["request.uri", "RequestPath", "request_uri", "path", "uri", "url.original", "url.path", "url"]),
        (LogField.Agent, ["request.headers.User-Agent", "request_User-Agent", "http_user_agent", "user_agent", "userAgent", "agent", "user_agent.original"]),
        (LogField.Node, ["ServiceURL", "ServiceAddr", "upstream_addr", "upstream_host", "upstream"]),
        (LogField.Authorization, ["request.headers.Authorization", "request_Authorization", "http_authorization", "authorization", "auth_scheme"]),
        (LogField.Reason, ["reason"]),
    ];

    private static readonly FrozenDictionary<ulong, (LogField Field, int Rank)> ByName =
        Known.SelectMany(row => row.Names.Select((name, rank) => (Hash: Octets.Hash(Encoding.UTF8.GetBytes(name)), Field: (row.Field, rank)))).ToFrozenDictionary(pair => pair.Hash, pair => pair.Field);

    /// <summary>The field of a name, and how much it counts: the lower, the more.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out LogField field, out int rank)
    {
        var found = ByName.TryGetValue(Octets.Hash(name), out var value);
        (field, rank) = value;
        return found;
    }
}
