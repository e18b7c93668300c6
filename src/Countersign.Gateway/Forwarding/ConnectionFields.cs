using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Forwarding;

/// <summary>Removes the fields that the client's Connection field names, before identity is set (RFC 9110 §7.6.1): YARP has a fixed list of its own.</summary>
internal static class ConnectionFields
{
    public static void Drop(IHeaderDictionary headers)
    {
        var connection = headers.Connection;
        if (connection.Count == 0)
            return;
        foreach (var line in connection)
        {
            foreach (var part in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!IsKept(part))
                    headers.Remove(part);
            }
        }
    }

    /// <summary>Upgrade is YARP's to handle, and framing is not the client's to take away.</summary>
    private static bool IsKept(string name) =>
        name.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
        || name.Equals("close", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
