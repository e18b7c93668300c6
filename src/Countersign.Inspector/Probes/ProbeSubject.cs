using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Wire;

namespace Countersign.Inspector.Probes;

/// <summary>What is probed: an address, and what is known of it from the exchange before.</summary>
/// <param name="Url">The address.</param>
internal sealed record ProbeSubject(Uri Url)
{
    /// <summary>The method that was wanted.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What was offered there.</summary>
    public ImmutableArray<Challenge> Challenges { get; init; } = [];

    /// <summary>Why there are no credentials to probe with; null where there are.</summary>
    public string? WithoutGiven { get; init; }

    /// <summary>The value of ETag that somebody got who was let in; null for none.</summary>
    public string? EntityTag { get; init; }

    /// <summary>Reads it from what was asked before.</summary>
    /// <param name="recording">What was asked.</param>
    /// <param name="url">The address that was wanted.</param>
    /// <param name="method">The method that was wanted.</param>
    /// <param name="hasGiven">Whether the caller has credentials.</param>
    public static ProbeSubject Of(Recording recording, Uri url, string method, bool hasGiven)
    {
        var (challenges, wasRefused, tag) = (ImmutableArray<Challenge>.Empty, false, (string?)null);
        foreach (var exchange in recording.Exchanges.Where(each => each.Role == ExchangeRole.Request && each.Request!.Url == url))
        {
            if (exchange.Status == 401)
                challenges = [.. challenges, .. exchange.Response!.Fields.Challenges("WWW-Authenticate")?.Challenges ?? []];
            if (exchange.Status is >= 200 and < 300)
                tag = exchange.Response!.Fields.First("ETag") ?? tag;
            wasRefused = exchange is { Status: 401 or 403, Request.HasCredentials: true };
        }

        return new(url)
        {
            Method = method,
            Challenges = [.. challenges.DistinctBy(challenge => (challenge.Scheme.ToUpperInvariant(), challenge.Find("algorithm")))],
            EntityTag = tag,
            WithoutGiven = !hasGiven ? "no credentials were given" : wasRefused ? "the server does not take the given credentials, and asking again might lock somebody out" : null,
        };
    }
}
