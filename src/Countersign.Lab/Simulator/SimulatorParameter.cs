namespace Countersign.Lab.Simulator;

/// <summary>A parameter in the query of an address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Default">What it is when it is not there; null for nothing.</param>
internal sealed record SimulatorParameter(string Name, string Meaning, string? Default = null);
