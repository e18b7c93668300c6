namespace Countersign.Tokens;

/// <summary>Something wrong in a token or a key, as data. <see cref="TokenFaultCatalogue"/> has the words for it.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Part">Where.</param>
/// <param name="Start">Where it begins, in the measure of the part; zero where the whole part is meant.</param>
/// <param name="Length">How much it covers; zero where something is missing or the whole part is meant.</param>
/// <param name="Name">The member or claim that is meant, in the peer's words, or null.</param>
public readonly record struct TokenFault(TokenFaultKind Kind, TokenPart Part, int Start = 0, int Length = 0, string? Name = null);
