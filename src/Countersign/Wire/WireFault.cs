namespace Countersign.Wire;

/// <summary>Something wrong in peer text, as data.</summary>
/// <param name="Kind">A kebab-case code such as <c>missing-comma</c>.</param>
/// <param name="Start">Where it begins, in characters of the combined field value.</param>
/// <param name="Length">How many characters it covers; zero where something is missing.</param>
public readonly record struct WireFault(string Kind, int Start, int Length);
