namespace Countersign.Inspector.Verdicts;

/// <summary>What browsers write beside requests that they, or extensions of theirs, stopped: no server had to do with it.</summary>
internal static class ClientStops
{
    /// <summary>Whether a request got no answer because of the client alone.</summary>
    public static bool Is(string trouble) =>
        trouble.Contains("ERR_BLOCKED_BY_CLIENT", StringComparison.Ordinal) || trouble.Contains("ERR_ABORTED", StringComparison.Ordinal) || trouble.Contains("NS_BINDING_ABORTED", StringComparison.Ordinal) || trouble.Contains("ERR_BLOCKED_BY_ORB", StringComparison.Ordinal);
}
