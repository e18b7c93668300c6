using System.Collections.Immutable;

namespace Countersign.Lab.Exercises.Minimal;

/// <summary>By which edits of the base request somebody got in, and whether all of them were needed.</summary>
/// <param name="Edits">The edits.</param>
/// <param name="Par">How many suffice.</param>
internal sealed record MinimalChange(ImmutableArray<RequestEdit> Edits, int Par)
{
    /// <summary>Edits without which the request gets in all the same.</summary>
    public ImmutableArray<RequestEdit> Needless { get; init; } = [];

    /// <summary>Why it can't be told which edits are needed; null where it can.</summary>
    public Remark? Doubt { get; init; }

    /// <summary>Whether the request fails without any one of the edits.</summary>
    public bool IsMinimal => Needless.IsEmpty && Doubt is null;

    /// <summary>Whether it is minimal, and with no more edits than suffice.</summary>
    public bool IsAtPar => IsMinimal && Edits.Length <= Par;
}
