namespace Countersign.Lab.Exercises.Statuses;

/// <summary>A place that refuses without saying which kind of no it is.</summary>
/// <param name="Name">The place.</param>
/// <param name="Exchange">What was asked and refused, in words.</param>
/// <param name="Status">The status that the refusal ought to have.</param>
/// <param name="Readers">Who gets in by GET.</param>
/// <param name="Writers">Who gets in by other methods.</param>
internal sealed record ClassifiedPlace(string Name, string Exchange, int Status, string[] Readers, string[] Writers);
