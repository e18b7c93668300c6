using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Intake;

/// <summary>The options of a Connection field (RFC 9110 §7.6.1): what they say of the connection, or the names of fields that are for this connection alone.</summary>
internal static class ConnectionOptions
{
    /// <summary>The options one by one.</summary>
    public static IEnumerable<string> Of(StringValues connection)
    {
        foreach (var line in connection)
        {
            foreach (var option in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                yield return option;
        }
    }

    /// <summary>Whether an option says something of the connection itself. TE is judged by its field, listed or not: clients that list it keep their connections.</summary>
    public static bool IsOfConnection(ReadOnlySpan<char> option) =>
        Is(option, "keep-alive") || Is(option, "close") || Is(option, "upgrade") || Is(option, "te");

    /// <summary>Whether an option is a field that frames or routes this very message, or its handshake: who lists it doesn't get to unsay it.</summary>
    public static bool IsFraming(ReadOnlySpan<char> option) =>
        Is(option, "host") || Is(option, "content-length") || Is(option, "transfer-encoding") || Is(option, "connection")
        || Is(option, "sec-websocket-key");

    private static bool Is(ReadOnlySpan<char> option, string name) => option.Equals(name, StringComparison.OrdinalIgnoreCase);
}
