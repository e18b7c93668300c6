namespace Countersign.Tokens.Keys;

/// <summary>Why a key of a set is not used.</summary>
/// <param name="Index">Which key, counted from zero; -1 for the set itself.</param>
/// <param name="KeyId">Its <c>kid</c>, or null.</param>
/// <param name="Fault">What is wrong.</param>
public readonly record struct JwkFault(int Index, string? KeyId, TokenFault Fault);
