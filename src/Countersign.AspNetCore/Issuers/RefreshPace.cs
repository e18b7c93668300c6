using System.Security.Cryptography;

namespace Countersign.AspNetCore.Issuers;

/// <summary>When to ask an issuer the next time.</summary>
internal sealed class RefreshPace(TimeSpan interval)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(5);

    private int _failures;

    /// <summary>After keys came: what the issuer says of their age, within sense.</summary>
    public TimeSpan AfterSuccess(TimeSpan? maxAge)
    {
        _failures = 0;
        return maxAge is { } age ? TimeSpan.FromTicks(Math.Clamp(age.Ticks, Shortest.Ticks, Longest.Ticks)) : interval;
    }

    /// <summary>
    /// After a failure: twice as long each time, a fifth more or less so that many gateways don't come at once. Questions over tokens don't
    /// count: a flood of them must not put off the refresh.
    /// </summary>
    public TimeSpan AfterFailure(bool isRefresh)
    {
        if (isRefresh || _failures == 0)
            _failures = Math.Min(_failures + 1, 10);
        var wait = Math.Min(FirstRetry.TotalSeconds * (1 << (_failures - 1)), LastRetry.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (0.8 + (RandomNumberGenerator.GetInt32(400) / 1000.0)));
    }
}
