namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>A parameter by which a token is asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Apply">The wish with it; null where the value has no meaning.</param>
/// <param name="Default">What it is when it is not there; null for nothing.</param>
internal sealed record TokenWishParameter(string Name, string Meaning, Func<TokenWish, string, TokenWish?> Apply, string? Default = null);
