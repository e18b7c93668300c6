namespace Countersign.Lab.Exercises;

/// <summary>Something that is typed in as a part of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it is.</param>
internal sealed record AnswerPart(string Name, string Meaning)
{
    /// <summary>Whether it has several lines, such as a configuration.</summary>
    public bool IsText { get; init; }

    /// <summary>What a text begins with, for the learner to change; empty for nothing.</summary>
    public string Given { get; init; } = "";

    /// <summary>Whether an answer may do without it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>How it is typed, for whoever reads what is wanted; in brackets where an answer may do without it.</summary>
    public string Typed => (IsText ? $"{Name}=@FILE" : $"{Name}=...") is var typed && IsOptional ? $"[{typed}]" : typed;
}
