namespace Countersign.Lab.Simulator.Proxies;

/// <summary>The fields by which proxies ask, in the place of those of origins (RFC 9110 §11.7).</summary>
internal static class ProxyFields
{
    /// <summary>The challenge.</summary>
    public const string Challenge = "Proxy-Authenticate";

    /// <summary>What is said to those who got through.</summary>
    public const string Info = "Proxy-Authentication-Info";

    private const string OriginChallenge = "WWW-Authenticate";
    private const string OriginInfo = "Authentication-Info";

    /// <summary>Makes an origin's answer one of a proxy.</summary>
    public static void Rename(SimulatedAnswer answer)
    {
        if (answer.Status == 401)
            answer.Status = 407;
        Rename(answer, OriginChallenge, Challenge);
        Rename(answer, OriginInfo, Info);
    }

    /// <summary>Gives its challenges the name that origins use.</summary>
    public static void Undo(SimulatedAnswer answer) => Rename(answer, Challenge, OriginChallenge);

    private static void Rename(SimulatedAnswer answer, string from, string to)
    {
        for (var at = 0; at < answer.Fields.Count; at++)
        {
            if (answer.Fields[at].Name.Equals(from, StringComparison.OrdinalIgnoreCase))
                answer.Fields[at] = (to, answer.Fields[at].Value);
        }
    }
}
