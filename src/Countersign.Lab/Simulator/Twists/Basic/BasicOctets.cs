namespace Countersign.Lab.Simulator.Twists.Basic;

/// <summary>What Basic credentials hold, before anybody reads letters into it.</summary>
internal static class BasicOctets
{
    /// <summary>The octets of a request's credentials; null where there are none that base64 is in.</summary>
    public static byte[]? Of(SimulatedRequest request)
    {
        if (request.Field("Authorization")?.Split(' ', 2) is not [var scheme, var token] || !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return null;
        var octets = new byte[token.Length];
        return Convert.TryFromBase64String(token.Trim(), octets, out var length) ? octets[..length] : null;
    }
}
