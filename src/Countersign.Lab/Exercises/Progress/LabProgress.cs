using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Lab.Exercises.Progress;

/// <summary>How far a learner is, as it is kept from one day to the next.</summary>
/// <param name="Seed">What the learner's exercises come from.</param>
internal sealed record LabProgress(string Seed)
{
    /// <summary>The exercises of which something is kept, by number.</summary>
    public ImmutableSortedDictionary<int, LabProgressRow> Exercises { get; init; } = ImmutableSortedDictionary<int, LabProgressRow>.Empty;

    /// <summary>What is kept of an exercise.</summary>
    public LabProgressRow this[Exercise exercise] => Exercises.GetValueOrDefault(exercise.Number) ?? new();

    /// <summary>The same with a change to an exercise.</summary>
    public LabProgress With(Exercise exercise, Func<LabProgressRow, LabProgressRow> change) => this with { Exercises = Exercises.SetItem(exercise.Number, change(this[exercise])) };

    /// <summary>The same with an exercise as it stands now; what was reached before stays.</summary>
    public LabProgress With(LabState state) => state.SolvedAt is not { } at || state.Standing.Route is not { } route ? this : With(state.Exercise, row =>
        row.SolvedAt is null || state.Standing.Change?.Edits.Length < row.Edits ? row with { SolvedAt = row.SolvedAt ?? at, Route = route.Slug, Edits = state.Standing.Change?.Edits.Length } : row);

    /// <summary>Reads what was written; null where it can't be read.</summary>
    public static LabProgress? Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize(octets, LabJson.Default.LabProgress) is { Seed.Length: > 0, Exercises: not null } progress && progress.Exercises.Values.All(row => row is not null) ? progress : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, LabJson.Default.LabProgress);
}
