namespace Countersign.AspNetCore.SignIn.Factors.Passkeys;

/// <summary>Whose passkeys they are, as the framework's handler takes a user.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Handle">What authenticators call the user by.</param>
internal sealed record PasskeyOwner(string Name, string Handle);
