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

    private static readonly TimeSpan WidestWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDemanded = TimeSpan.FromHours(1);

    // A part of the window that differs from client to client, so that not all of them ask in the same second.
    private readonly double _jitter = RandomNumberGenerator.GetInt32(1000) / 2000.0;

    /// <summary>Whether it ends soon: within a fifth of its life, five minutes at most, and somewhat earlier or later for each client.</summary>
    public bool IsNearEnd(AccessToken token, long now)
    {
        if (token.Lifetime is not { } lifetime)
            return false;
        var window = TimeSpan.FromTicks(Math.Min(WidestWindow.Ticks, lifetime.Ticks / 5));
        return clock.GetElapsedTime(token.AskedAt, now) >= lifetime - (window * (1 + _jitter));
    }

    /// <summary>How long nobody asks after so many failures in a row.</summary>
    public TimeSpan AfterFailure(GrantOutcome outcome, int failures)
    {
        if (outcome.Failure?.RetryAfter is { } demanded)
            return demanded < LongestDemanded ? demanded : LongestDemanded;
        return outcome.Retry switch
        {
            RetryRule.BackOff => TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(failures - 1, 10))) * (0.5 + _jitter),
            RetryRule.Slowly => Slowly,
            RetryRule.Never => TimeSpan.MaxValue,
            _ => TimeSpan.Zero,
        };
    }
}
