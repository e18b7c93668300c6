namespace Countersign.AspNetCore.Telemetry;

/// <summary>Bounds of the journal.</summary>
public sealed record JournalOptions
{
    /// <summary>How long refusals are kept.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many refusals are kept at most.</summary>
    public int MaxRows { get; init; } = 1_000_000;

    /// <summary>How many entries, plain challenges too, can be explained from memory.</summary>
    public int RingSize { get; init; } = 1_024;

    /// <summary>How many refusals may wait to be written; more are dropped and counted.</summary>
    public int QueueSize { get; init; } = 16_384;

    /// <summary>How long a refusal waits at most until it is written.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromSeconds(1);
}
