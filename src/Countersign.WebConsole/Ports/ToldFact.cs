namespace Countersign.WebConsole.Ports;

/// <summary>One fact that is told.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">The fact.</param>
internal sealed record ToldFact(string Name, string Value);
