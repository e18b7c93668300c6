namespace Countersign.WebConsole;

/// <summary>An answer of a page that is not the page.</summary>
/// <param name="Name">The path below that of the page.</param>
/// <param name="AnswerAsync">Answers.</param>
internal sealed record PagePart(string Name, Func<ConsoleRequest, Task> AnswerAsync);
