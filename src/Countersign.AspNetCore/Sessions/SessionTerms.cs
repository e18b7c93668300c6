namespace Countersign.AspNetCore.Sessions;

/// <summary>How long sessions last.</summary>
internal sealed record SessionTerms
{
    /// <summary>How long one may go unused.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long one lasts at most.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long one lasts at most, used or not, that its browser is to keep when it is closed; zero where that is not offered.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long sessions that are known go on while the store can't be read, and nobody hears of their end.</summary>
    public TimeSpan Grace { get; init; }
}
