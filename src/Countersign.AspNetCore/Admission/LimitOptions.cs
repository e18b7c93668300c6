namespace Countersign.AspNetCore.Admission;

/// <summary>What one network may do before it has to wait.</summary>
public sealed record LimitOptions
{
    /// <summary>Wrong attempts for one name from one network before a lockout.</summary>
    public int AttemptsPerName { get; init; } = 10;

    /// <summary>How long attempts count and a lockout lasts.</summary>
    public TimeSpan AttemptsWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Refusals with credentials from one network a minute before 429; 0 switches it off.</summary>
    public int RefusalsPerMinute { get; init; } = 600;

    /// <summary>Threads that check passwords.</summary>
    public int PasswordWorkers { get; init; } = 1;

    /// <summary>Password checks that may wait.</summary>
    public int PasswordQueue { get; init; } = 64;
}
