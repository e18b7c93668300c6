namespace Countersign.Lab.Exercises.Progress;

/// <summary>What is kept of one exercise.</summary>
internal sealed record LabProgressRow
{
    /// <summary>When it was solved; null while it is not.</summary>
    public DateTimeOffset? SolvedAt { get; init; }

    /// <summary>The slug of the way in which it was solved.</summary>
    public string? Route { get; init; }

    /// <summary>How many edits it took, where they are counted.</summary>
    public int? Edits { get; init; }

    /// <summary>How many hints were shown.</summary>
    public int Hints { get; init; }

    /// <summary>Whether the solution was shown.</summary>
    public bool Solution { get; init; }
}
