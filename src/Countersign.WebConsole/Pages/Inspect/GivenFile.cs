namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>A file that a person gave, or what they pasted.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Octets">What stands in it.</param>
internal sealed record GivenFile(string Name, ReadOnlyMemory<byte> Octets);
