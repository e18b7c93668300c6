namespace Countersign.Inspector.Logs.Classes;

/// <summary>What is said of a class.</summary>
/// <param name="Label">M1 to M10; empty for what is not decided.</param>
/// <param name="Code">Its name in JSON.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Telling">The dimension of which the most frequent values are shown.</param>
/// <param name="Counts">Whether the service is to blame, so that it counts against availability.</param>
internal sealed record RefusalClassRow(string Label, string Code, string Title, string Advice, LogDimension Telling, bool Counts = false);
