namespace Countersign.Lab.Exercises;

/// <summary>A way in which an exercise can be solved.</summary>
/// <param name="Slug">Its name in JSON.</param>
/// <param name="Story">What it is, in words.</param>
internal sealed record ExerciseRoute(string Slug, string Story);
