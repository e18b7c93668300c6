namespace Countersign.Lab.Exercises;

/// <summary>Something that is said to a learner.</summary>
/// <param name="Slug">Its name in JSON and tests.</param>
/// <param name="Text">What is said.</param>
internal sealed record Remark(string Slug, string Text);
