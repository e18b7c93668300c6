using System.Security.Cryptography;

namespace Countersign.Client.Tokens;

/// <summary>When a token is asked for: early enough that nobody waits, not by all clients at once, and not again and again from who says no.</summary>
/// <param name="clock">The clock.</param>
internal sealed class TokenPace(TimeProvider clock)
{
    /// <summary>How long one question may take.</summary>
    public static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(30);

    /// <summary>How long a client that is refused for what it is waits.</summary>
    public static readonly TimeSpan Slowly = TimeSpan.FromMinutes(1);

    /// <summary>How long nobody asks ahead again where the server had no other token than the one at hand.</summary>
    public static readonly TimeSpan BetweenLooksAhead = TimeSpan.FromSeconds(30);

    private const double MostJitter = 0.5;

    private static readonly TimeSpan WidestWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDemanded = TimeSpan.FromHours(1);

    // A part of the window that differs from client to client, so that not all of them ask in the same second.
    private readonly double _jitter = HalfAtMost();

    /// <summary>Whether it ends soon: within a fifth of its life, five minutes at most, and up to half as much again, as much for this client as for no other.</summary>
    public bool IsNearEnd(AccessToken token, long now) => IsNearEnd(token, now, _jitter);

    /// <summary>Whether any client would ask for the next.</summary>
    public bool IsNearEndForSome(AccessToken token, long now) => IsNearEnd(token, now, MostJitter);

    /// <summary>How long nobody asks after so many failures in a row: what is demanded, else the longer the more, and never for as long as others do.</summary>
    public static TimeSpan AfterFailure(GrantOutcome outcome, int failures)
    {
        if (outcome.Failure?.RetryAfter is { } demanded)
            return TimeSpan.FromTicks(Math.Clamp(demanded.Ticks, Shortest.Ticks, LongestDemanded.Ticks)); // 0 would have every request ask
        return outcome.Retry switch
        {
            RetryRule.BackOff => TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(failures - 1, 10))) * (0.5 + HalfAtMost()),
            RetryRule.Slowly => Slowly,
            RetryRule.Never => TimeSpan.MaxValue,
            _ => TimeSpan.Zero,
        };
    }

    private static double HalfAtMost() => RandomNumberGenerator.GetInt32(1000) / 1000.0 * MostJitter;

    private bool IsNearEnd(AccessToken token, long now, double jitter)
    {
        if (token.Lifetime is not { } lifetime || token.AskedAt is not { } asked)
            return false;
        var window = TimeSpan.FromTicks(Math.Min(WidestWindow.Ticks, lifetime.Ticks / 5));
        return clock.GetElapsedTime(asked, now) >= lifetime - (window * (1 + jitter));
    }
}
