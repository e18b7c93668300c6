using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Intake;

/// <summary>The options of a Connection field (RFC 9110 §7.6.1): what they say of the connection, or the names of fields that are for this connection alone.</summary>
public static class ConnectionOptions
{
    /// <summary>The options one by one.</summary>
    public static IEnumerable<string> Of(StringValues connection) =>
        connection.Count == 1 && connection[0] is "keep-alive" or "close" ? [] : Split(connection);

    /// <summary>Whether an option says something of the connection itself.</summary>
    public static bool IsOfConnection(string option) => option.ToLowerInvariant() is "keep-alive" or "close" or "upgrade" or "te";

    /// <summary>Whether an option is a field that frames or routes this very message: who lists it doesn't get to unsay it.</summary>
    public static bool IsFraming(string option) => option.ToLowerInvariant() is "host" or "content-length" or "transfer-encoding" or "connection";

    private static IEnumerable<string> Split(StringValues connection)
    {
        foreach (var line in connection)
        {
            foreach (var option in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                yield return option;
        }
    }
}
