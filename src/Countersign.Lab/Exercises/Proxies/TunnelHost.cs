namespace Countersign.Lab.Exercises.Proxies;

/// <summary>The host of a learner behind the tunnels: CONNECT names no path, so the host tells whose it is.</summary>
internal static class TunnelHost
{
    private const string Domain = ".shop.example";

    /// <summary>The host of a learner.</summary>
    public static string Of(string learner) => learner + Domain;

    /// <summary>Its address, without a slash at the end.</summary>
    public static string UrlOf(string learner) => $"https://{Of(learner)}";

    /// <summary>Whose a host is; null where it is nobody's.</summary>
    public static string? LearnerOf(string host) =>
        host.EndsWith(Domain, StringComparison.OrdinalIgnoreCase) && host[..^Domain.Length].ToLowerInvariant() is var learner && Laboratory.IsName(learner) ? learner : null;
}
